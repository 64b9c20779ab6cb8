import { chownSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { MAX_CONNECTIONS } from '../capacity';
import type { Child, Children, ChildSpec } from '../processes/children';
import { untilReady } from '../processes/until-ready';
import type { PostgresHome } from './postgres-home';

export const DATABASE = 'order_workflow';
const SECONDS_TO_STOP = 15;

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export interface Postgres {
  readonly process: Child;
  readonly address: DatabaseAddress;
  /** What the server itself says, not what it was told. */
  readonly maxConnections: number;
}

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
  const data = path.join(home.directory, 'data');
  const asPostgres = {
    cwd: home.directory,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' },
    ...(home.account === undefined ? {} : { user: home.account }),
  };
  const isNew = !existsSync(data);
  if (isNew) {
    await initialize({ children, home, data, password, asPostgres });
  }
  const process_ = children.start({
    ...asPostgres,
    name: 'postgres',
    command: [path.join(home.binaries, 'bin', 'postgres'), '-D', data, ...settings(port)],
    stopSignal: 'INT', // "fast": ends sessions, writes what is needed for a clean start
    abandonSignal: 'INT',
    graceSeconds: SECONDS_TO_STOP,
  });
  const address = { host: '127.0.0.1', port, database: DATABASE, user: DATABASE, password };
  const server = { ...address, database: 'postgres' };
  await untilReady(process_, () => query(server, 'SELECT 1').then(() => true));
  if (isNew) {
    await query(server, `CREATE DATABASE ${DATABASE}`);
  }
  const [row] = await query(server, "SELECT current_setting('max_connections')::int AS max_connections");
  return { process: process_, address, maxConnections: Number(row?.['max_connections']) };
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
      `--username=${DATABASE}`,
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
    // Durable against a crash is what local data never is: after one, emulator and database begin anew together.
    fsync: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    log_min_messages: 'warning',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

async function query(address: DatabaseAddress, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ ...address, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}
