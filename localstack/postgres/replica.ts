import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Child, Children } from '../processes/children';
import { untilReady } from '../processes/until-ready';
import { copyRunningServer } from './copy-running-server';
import { asAccountOf, type DatabaseAddress, querySuperuser, serverProcess } from './postgres';
import type { PostgresHome } from './postgres-home';

/** What the replica has not fetched yet is kept for it on the primary, up to this much. */
const WAL_KEPT_FOR_REPLICA = '2GB';
const SLOT = 'replica';
/** How soon it looks for a primary that was away. The default is 5 s, as long as an outage in a test. */
const LOOK_FOR_PRIMARY_EVERY = '200ms';

export interface Replica {
  readonly address: DatabaseAddress;
  /** Ends it in an orderly way. @returns its exit code */
  stop(): Promise<number>;
}

/**
 * Copies a primary that has just started, unless an earlier start has done so. What the primary writes from now on is
 * kept for the copy until `startReplica` fetches it, so that both may happen beside other work.
 */
export async function prepareReplica({
  children,
  home,
  primary,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly primary: DatabaseAddress;
}): Promise<void> {
  const data = dataOf(home);
  if (existsSync(data)) {
    return;
  }
  await querySuperuser(primary, `ALTER SYSTEM SET max_slot_wal_keep_size = '${WAL_KEPT_FOR_REPLICA}'`);
  await querySuperuser(primary, 'SELECT pg_reload_conf()');
  await querySuperuser(primary, `SELECT pg_create_physical_replication_slot('${SLOT}', true)`);
  // Under another name until it is whole: a start may be interrupted here.
  const part = `${data}.part`;
  rmSync(part, { recursive: true, force: true });
  await copyRunningServer({ children, home, primary, to: part });

  const write = (name: string, content: string): void => {
    writeFileSync(path.join(part, name), content, { mode: 0o600 });
    if (home.account !== undefined) {
      chownSync(path.join(part, name), home.account.uid, home.account.gid);
    }
  };
  const { host, port, user, password } = primary;
  write('standby.signal', '');
  // In a file and not on the command line, which every account of the machine can read.
  write(
    'postgresql.auto.conf',
    `primary_conninfo = 'host=${host} port=${port} user=${user} password=${password} sslmode=disable'\n` +
      `primary_slot_name = '${SLOT}'\nwal_retrieve_retry_interval = '${LOOK_FOR_PRIMARY_EVERY}'\n`,
  );
  renameSync(part, data);
}

/** Starts a streaming replica next to the primary: read-only, and a moment behind. */
export async function startReplica({
  children,
  home,
  port,
  primary,
  lagMs = 0,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly port: number;
  readonly primary: DatabaseAddress;
  /** For experiments: how far it stays behind, see `setReplicaLag`. */
  readonly lagMs?: number;
}): Promise<Replica> {
  const address = { ...primary, port };
  const child: Child = children.start({
    ...asAccountOf(home),
    ...serverProcess({ home, name: 'postgres-replica', data: dataOf(home), port }),
  });
  await untilReady(child, () => querySuperuser(address, 'SELECT 1').then(() => true));
  await setReplicaLag(address, lagMs);
  return { address, stop: () => child.stop() };
}

const dataOf = (home: PostgresHome): string => path.join(home.directory, 'replica');

/** Lets every commit of the primary wait for so long before the replica shows it. */
export async function setReplicaLag(replica: DatabaseAddress, lagMs: number): Promise<void> {
  await querySuperuser(replica, `ALTER SYSTEM SET recovery_min_apply_delay = ${Math.trunc(lagMs)}`);
  await querySuperuser(replica, 'SELECT pg_reload_conf()');
}
