import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { incompatibilities, type JsonSchema } from './incompatibilities';

type Schemas = Readonly<Record<string, JsonSchema>>;

export const EVENTS_FOLDER = path.join(__dirname, '../../docs/events');
const RELEASED_FOLDER = path.join(EVENTS_FOLDER, 'released');
const ENDING = '.schema.json';

/** The schemas of every version that was released, oldest first. */
export const releases = (): readonly { readonly version: string; readonly schemas: Schemas }[] =>
  (existsSync(RELEASED_FOLDER) ? readdirSync(RELEASED_FOLDER) : [])
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => ({ version, schemas: schemasIn(path.join(RELEASED_FOLDER, version)) }));

export const releaseFolder = (version: string): string => path.join(RELEASED_FOLDER, version);

export const schemaFile = (folder: string, type: string): string => path.join(folder, `${type}${ENDING}`);

const schemasIn = (folder: string): Schemas =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(ENDING))
      .map((file) => [file.slice(0, -ENDING.length), JSON.parse(readFileSync(path.join(folder, file), 'utf8'))]),
  );

/** What subscribers of the released versions would stumble over, and what was changed without a new version. */
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
    ...broken,
    ...(isChanged && broken.length === 0
      ? [`events say more than in release ${version}: raise CONTRACT_VERSION, and run npm run events -- --release`]
      : []),
  ];
}

/** In what machines read: a better description is no new version. */
function isSame(one: Schemas, other: Schemas): boolean {
  const types = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...types].every((type) => members(one[type]) === members(other[type]));
}

const members = (schema: JsonSchema | undefined): string =>
  JSON.stringify(schema, (key, value) => (key === 'description' || key === 'title' ? undefined : value)) ?? '';
