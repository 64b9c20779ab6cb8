import { chownSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MAX_CONNECTIONS } from '../capacity';
import type { Child, Children } from '../processes/children';
import { LocalCloudError } from '../processes/local-cloud-error';
import { untilReady } from '../processes/until-ready';
import { asAccountOf, type DatabaseAddress } from './postgres';
import type { PostgresHome } from './postgres-home';
import { withSession } from './with-session';

/** Connections to Postgres for each database and user, however many clients there are. */
export const POOL_SIZE = 20;

export interface Pooler {
  /** As that of the server, on the pooler's own port. */
  readonly address: DatabaseAddress;
  stop(): Promise<number>;
}

/** @returns undefined when this machine has none */
export const findPgBouncer = (pathVariable = process.env['PATH'] ?? ''): string | undefined =>
  // Debian puts it where only root's PATH looks.
  [...pathVariable.split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
    .map((directory) => path.join(directory, 'pgbouncer'))
    .find((file) => existsSync(file));

/**
 * PgBouncer in transaction mode before a server, as a stand-in for RDS Proxy: each statement may run on another
 * connection to Postgres. It is stricter than the proxy, which pins a session where this one breaks it.
 *
 * @throws LocalCloudError when this machine has no PgBouncer
 */
export async function startPooler({
  children,
  home,
  name,
  port,
  server,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly name: string;
  readonly port: number;
  readonly server: DatabaseAddress;
}): Promise<Pooler> {
  const binary = findPgBouncer();
  if (binary === undefined) {
    throw new LocalCloudError(
      'this machine has no PgBouncer. Install it (Debian: apt-get install pgbouncer, macOS: brew install pgbouncer), ' +
        'or leave the pooler out',
    );
  }
  const write = (ending: string, content: string): string => {
    const file = path.join(home.directory, `${name}.${ending}`);
    writeFileSync(file, content, { mode: 0o600 });
    if (home.account !== undefined) {
      chownSync(file, home.account.uid, home.account.gid);
    }
    return file;
  };
  const users = write('users', `"${server.user}" "${server.password}"\n`);
  const settings = write('ini', configuration({ server, port, users }));
  const child: Child = children.start({ ...asAccountOf(home), name, command: [binary, '--quiet', settings] });
  const address = { ...server, port };
  await untilReady(child, () => answers(address));
  return { address, stop: () => child.stop() };
}

const configuration = ({
  server,
  port,
  users,
}: {
  readonly server: DatabaseAddress;
  readonly port: number;
  readonly users: string;
}): string => `
[databases]
* = host=${server.host} port=${server.port} auth_user=${server.user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1
pool_mode = transaction
default_pool_size = ${POOL_SIZE}
max_client_conn = ${MAX_CONNECTIONS}
; As the proxy's borrow time-out: a pool that is exhausted is reported as such.
query_wait_timeout = 2
; Whoever has lost Postgres asks for it again at once.
server_login_retry = 1
server_idle_timeout = 30
log_connections = 0
log_disconnections = 0
`;

const answers = (address: DatabaseAddress): Promise<true> =>
  withSession({ ...address, connectionTimeoutMillis: 2_000 }, async (session): Promise<true> => {
    await session.query('SELECT 1');
    return true;
  });
