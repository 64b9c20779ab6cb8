import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A simulator's memory between two runs of the local cloud. Without a path it has none. */
export const createStateFile = (path: string | undefined) => ({
  load: (): unknown => (path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined),
  save: (snapshot: unknown): void => {
    if (path === undefined) {
      return;
    }
    // Renamed into place: a crash while writing must not leave half a ledger.
    writeFileSync(`${path}.new`, JSON.stringify(snapshot));
    renameSync(`${path}.new`, path);
  },
});
