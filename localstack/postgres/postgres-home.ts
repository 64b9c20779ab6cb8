import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { postgresBinaries } from './postgres-binaries';

/** Postgres refuses to run as root; this account is on every Unix. */
const UNPRIVILEGED = 'nobody';

interface Account {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresHome {
  /** Belongs to the account that runs Postgres. */
  readonly directory: string;
  readonly binaries: string;
  /** Whom Postgres runs as; unset: ourselves. */
  readonly account: Account | undefined;
}

/**
 * Where this local cloud's Postgres lives. For root it runs as `nobody`, who may be unable to reach the state
 * directory or `node_modules` (below `/root`, say): then it gets a place and a copy of its own.
 */
export function preparePostgresHome(stateDirectory: string): PostgresHome {
  const inState = path.join(stateDirectory, 'postgres');
  if (process.getuid?.() !== 0) {
    mkdirSync(inState, { recursive: true, mode: 0o700 });
    return { directory: inState, binaries: postgresBinaries(), account: undefined };
  }
  const account = unprivilegedAccount();
  mkdirSync(inState, { recursive: true, mode: 0o700 });
  chownSync(inState, account.uid, account.gid);
  const directory = isReachable(inState, account) ? inState : makePlaceOutside(stateDirectory, account);
  const installed = postgresBinaries();
  const binaries = isReachable(path.join(installed, 'bin', 'postgres'), account)
    ? installed
    : copyOf(installed, directory);
  return { directory, binaries, account };
}

/** Removes the data, and the place outside of the state directory if there is one. */
export function removePostgresHome(stateDirectory: string): void {
  rmSync(path.join(stateDirectory, 'postgres'), { recursive: true, force: true });
  rmSync(placeOutside(stateDirectory), { recursive: true, force: true });
}

function unprivilegedAccount(): Account {
  const id = (option: string): string => execFileSync('id', [option, UNPRIVILEGED], { encoding: 'utf8' }).trim();
  return { name: UNPRIVILEGED, group: id('-gn'), uid: Number(id('-u')), gid: Number(id('-g')) };
}

const isReachable = (file: string, { uid, gid }: Account): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', file], { uid, gid, cwd: '/' }).status === 0;

const placeOutside = (stateDirectory: string): string => {
  const name = createHash('sha256').update(path.resolve(stateDirectory)).digest('hex').slice(0, 12);
  return path.join('/var/tmp', `order-workflow-postgres-${name}`);
};

function makePlaceOutside(stateDirectory: string, { uid, gid }: Account): string {
  const directory = placeOutside(stateDirectory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, uid, gid);
  return directory;
}

function copyOf(binaries: string, directory: string): string {
  const copy = path.join(directory, 'binaries');
  if (!existsSync(copy)) {
    // Under another name until it is whole: a start may be interrupted here.
    cpSync(binaries, `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  return copy;
}
