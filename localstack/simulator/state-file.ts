import { existsSync, readFileSync } from 'node:fs';
import { writeAtomically } from '../write-atomically';

/** A simulator's memory between two runs of the local cloud. Without a path it has none. */
export const createStateFile = (path: string | undefined) => ({
  load: (): unknown => (path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined),
  save: (snapshot: unknown): void => {
    if (path !== undefined) {
      writeAtomically(path, JSON.stringify(snapshot));
    }
  },
});
