import { existsSync } from 'node:fs';
import path from 'node:path';

/** Root of this repository: where `cdk.json` and `node_modules` are. */
export const REPOSITORY = path.join(__dirname, '..');

/** What all local runs of this checkout share; git ignores it. */
export const SHARED_LOCAL_DIRECTORY = path.join(REPOSITORY, '.local');

/** The Node that runs the functions: the version that Lambda has, from npm, whatever is on the machine's PATH. */
export function projectNode(): string {
  const fromNpm = path.join(REPOSITORY, 'node_modules', 'node', 'bin', 'node');
  return existsSync(fromNpm) ? fromNpm : process.execPath;
}
