import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MAX_CONNECTIONS } from '../capacity';
import type { Child, Children, ChildSpec } from '../processes/children';
import { untilReady } from '../processes/until-ready';
import type { PostgresHome } from './postgres-home';
import { childrenOf, postmasterOf, untilGone } from './server-processes';
import { withSession } from './with-session';

export const DATABASE = 'order_workflow';
/** Of everything in it, and superuser: migrates, seeds and looks. The functions are somebody else (`admit-functions.ts`). */
const OWNER = 'orders_owner';
const SECONDS_TO_STOP = 15;

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export interface Postgres {
  readonly address: DatabaseAddress;
  /** What the server itself says, not what it was told. */
  readonly maxConnections: number;
  /** Ends it in an orderly way. @returns its exit code */
  stop(): Promise<number>;
  /** Ends it in the middle of whatever it does, as a crash would. The local cloud goes on without it. */
  kill(): Promise<void>;
  /** Starts it again on the same data after `kill`. */
  restart(): Promise<void>;
}

export const dataOf = (home: PostgresHome): string => path.join(home.directory, 'data');

/** What every process of Postgres has in common. */
export const asAccountOf = ({ directory, account }: PostgresHome): Pick<ChildSpec, 'cwd' | 'env' | 'user'> => ({
  cwd: directory,
  env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
  ...(account === undefined ? {} : { user: account }),
});

/** A server, be it a primary or a replica: the latter must take as many connections as the former. */
export const serverProcess = ({
  home,
  name,
  data,
  port,
}: {
  readonly home: PostgresHome;
  readonly name: string;
  readonly data: string;
  readonly port: number;
}) =>
  ({
    name,
    command: [path.join(home.binaries, 'bin', 'postgres'), '-D', data, ...settings(port)],
    stopSignal: 'INT', // "fast": ends sessions, writes what is needed for a clean start
    abandonSignal: 'INT',
    graceSeconds: SECONDS_TO_STOP,
  }) as const;

/** Starts Postgres out of npm on loopback, with an empty database the first time. */
export async function startPostgres({
  children,
  home,
  port,
  password,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly port: number;
  readonly password: string;
}): Promise<Postgres> {
  const data = dataOf(home);
  const asPostgres = asAccountOf(home);
  const isNew = !existsSync(data);
  if (isNew) {
    await initialize({ children, home, data, password, asPostgres });
  }
  const address = { host: '127.0.0.1', port, database: DATABASE, user: OWNER, password };
  const launch = async (): Promise<Child> => {
    const child = children.start({ ...asPostgres, ...serverProcess({ home, name: 'postgres', data, port }) });
    await untilReady(child, () => querySuperuser(address, 'SELECT 1').then(() => true));
    return child;
  };

  let child = await launch();
  if (isNew) {
    await querySuperuser(address, `CREATE DATABASE ${DATABASE}`);
  }
  const [row] = await querySuperuser(address, "SELECT current_setting('max_connections')::int AS max_connections");
  return {
    address,
    maxConnections: Number(row?.['max_connections']),
    stop: () => child.stop(),
    async kill() {
      // They are processes of their own, and until they have seen that it is gone it could not start again.
      const sessions = await childrenOf(postmasterOf(data));
      await child.kill();
      await untilGone(sessions);
    },
    async restart() {
      child = await launch();
    },
  };
}

async function initialize({
  children,
  home,
  data,
  password,
  asPostgres,
}: {
  readonly children: Children;
  readonly home: PostgresHome;
  readonly data: string;
  readonly password: string;
  readonly asPostgres: Pick<ChildSpec, 'cwd' | 'env' | 'user'>;
}): Promise<void> {
  const passwordFile = path.join(home.directory, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.account !== undefined) {
    chownSync(passwordFile, home.account.uid, home.account.gid);
  }
  await children.run({
    ...asPostgres,
    name: 'initdb',
    command: [
      path.join(home.binaries, 'bin', 'initdb'),
      `--pgdata=${data}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
  });
  rmSync(passwordFile);
}

const settings = (port: number): readonly string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: MAX_CONNECTIONS,
    // Durable against a crash of the machine is what local data never is: after one, all parts begin anew together.
    fsync: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** One statement in the database that is always there. */
export const querySuperuser = (address: DatabaseAddress, text: string): Promise<readonly Record<string, unknown>[]> =>
  withSession(
    { ...address, database: 'postgres', connectionTimeoutMillis: 5_000 },
    async (session) => (await session.query<Record<string, unknown>>(text)).rows,
  );
