import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Children } from '../processes/children';
import { asAccountOf, type DatabaseAddress, dataOf } from './postgres';
import type { PostgresHome } from './postgres-home';
import { withSession } from './with-session';

/** What belongs to the running server and not to its data, see "Making a Base Backup Using the Low Level API". */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify'];
const EMPTY = ['pg_wal', path.join('pg_wal', 'archive_status'), 'pg_replslot', 'pg_dynshmem', 'pg_notify'];

/**
 * A base backup of a server that runs, by hand
 * (https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP): npm's package has no
 * `pg_basebackup`. Tables must not be dropped meanwhile, or copying their files fails.
 */
export async function copyRunningServer({
  children,
  home,
  primary,
  to,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly primary: DatabaseAddress;
  readonly to: string;
}): Promise<void> {
  // The backup ends with the session that began it.
  await withSession({ ...primary, database: 'postgres' }, async (session) => {
    await session.query("SELECT pg_backup_start('replica', fast => true)");
    await children.run({
      ...asAccountOf(home),
      name: 'copy-for-replica',
      command: ['cp', '-R', '-p', dataOf(home), to],
    });
    const { rows } = await session.query<{ readonly labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    for (const name of NOT_COPIED) {
      rmSync(path.join(to, name), { recursive: true, force: true });
    }
    for (const name of EMPTY) {
      mkdirSync(path.join(to, name), { mode: 0o700 });
    }
    writeFileSync(path.join(to, 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
    if (home.account !== undefined) {
      const { uid, gid } = home.account;
      [...EMPTY, 'backup_label'].forEach((name) => {
        chownSync(path.join(to, name), uid, gid);
      });
    }
  });
}
