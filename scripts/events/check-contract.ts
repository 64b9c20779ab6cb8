import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { incompatibilities, type JsonSchema } from './incompatibilities';
import { byVersion, releasedVersions, releaseFolder } from './released-files';

type Schemas = Readonly<Record<string, JsonSchema>>;

const ENDING = '.schema.json';

/** The schemas of every version that was released, oldest first. */
export const releases = (): readonly { readonly version: string; readonly schemas: Schemas }[] =>
  releasedVersions().map((version) => ({ version, schemas: schemasIn(releaseFolder(version)) }));

export const schemaFile = (folder: string, type: string): string => path.join(folder, `${type}${ENDING}`);

const schemasIn = (folder: string): Schemas =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => [file.slice(0, -ENDING.length), JSON.parse(readFileSync(path.join(folder, file), 'utf8'))]),
  );

/**
 * What subscribers of the released versions would stumble over, and what was changed without a new version. Releases with
 * another first number are not compared: `docs/events/README.md` says what that obliges to.
 */
export function contractProblems(
  version: string,
  current: Schemas,
  released: readonly { readonly version: string; readonly schemas: Schemas }[],
): readonly string[] {
  const major = version.split('.')[0];
  const broken = released
    .filter((release) => release.version.split('.')[0] === major)
    .flatMap((release) =>
      Object.entries(release.schemas).flatMap(([type, schema]) => {
        const now = current[type];
        const found = now === undefined ? ['it is gone'] : incompatibilities(schema, now);
        return found.map((problem) => `${type}, compared with release ${release.version}: ${problem}`);
      }),
    );
  const same = released.find((release) => release.version === version);
  const isChanged = same !== undefined && !isSame(same.schemas, current);
  return [
    ...versionProblems(version, current, released.at(-1)?.version),
    ...broken,
    ...(isChanged && broken.length === 0
      ? [`events say more than in release ${version}: raise CONTRACT_VERSION, and run npm run events -- --release`]
      : []),
  ];
}

/** An event says by itself which of the contracts it is of: by the first number, and no number goes back. */
function versionProblems(version: string, current: Schemas, newest = version): readonly string[] {
  const major = Number(version.split('.')[0]);
  return [
    ...(byVersion(version, newest) < 0 ? [`CONTRACT_VERSION ${version} is older than release ${newest}`] : []),
    ...Object.entries(current).flatMap(([type, { properties }]) =>
      properties?.['version']?.['const'] === major
        ? []
        : [`${type}: the member 'version' should be ${major}, as the first number of CONTRACT_VERSION`],
    ),
  ];
}

/** In what machines read: a better description is no new version. */
function isSame(one: Schemas, other: Schemas): boolean {
  const types = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...types].every((type) => members(one[type]) === members(other[type]));
}

const members = (schema: JsonSchema | undefined): string =>
  JSON.stringify(schema, (key, value) => (key === 'description' || key === 'title' ? undefined : value)) ?? '';
