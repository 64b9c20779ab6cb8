import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const EVENTS_FOLDER = path.join(__dirname, '../../docs/events');
const RELEASED_FOLDER = path.join(EVENTS_FOLDER, 'released');
const DIGESTS_FILE = path.join(RELEASED_FOLDER, 'digests.json');

/** A digest of all files of a release, by its version. */
export type Digests = Readonly<Record<string, string>>;

export const releaseFolder = (version: string): string => path.join(RELEASED_FOLDER, version);

/** Oldest first. */
export const releasedVersions = (): readonly string[] =>
  readdirSync(RELEASED_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort(byVersion);

export const byVersion = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

export const digestsOnRecord = (): Digests =>
  existsSync(DIGESTS_FILE) ? JSON.parse(readFileSync(DIGESTS_FILE, 'utf8')) : {};

export const digestsOfFiles = (): Digests =>
  Object.fromEntries(releasedVersions().map((version) => [version, digestOf(releaseFolder(version))]));

/** What is on record already stays as it is: whoever changed an old release is not helped by a new one. */
export const recordDigests = (): void =>
  writeFileSync(DIGESTS_FILE, `${JSON.stringify({ ...digestsOfFiles(), ...digestsOnRecord() }, null, 2)}\n`);

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(folder, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Why subscribers of an earlier release would not find what they were built for. */
export const recordProblems = (onRecord: Digests, found: Digests): readonly string[] => [
  ...Object.entries(onRecord).flatMap(([version, digest]) =>
    found[version] === undefined
      ? [`release ${version} is gone: docs/events/released/${version} has to stay published`]
      : found[version] === digest
        ? []
        : [`release ${version} was changed: docs/events/released/${version} has to stay as it was published`],
  ),
  ...Object.keys(found)
    .filter((version) => onRecord[version] === undefined)
    .map((version) => `release ${version} is on no record: npm run events -- --release makes releases`),
];
