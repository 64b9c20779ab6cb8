import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectThroughProxy } from '../lambdas/persistence/postgres/connect-through-proxy';
import type { DatabaseAddress } from '../localstack/postgres/postgres';
import { startOwnPooled } from '../test/support/own-postgres';
import { scriptCommand } from './script-command';

/** Each has a connection of its own to whatever it finds in its environment, as in Lambda. */
const EXECUTIONS = 200;
const STATEMENTS_EACH = 25;
const LOOK_EVERY_MS = 10;

interface Measured {
  readonly mostAtOnce: number;
  /** Once all executions have ended: their environments stay warm. */
  readonly heldAfter: number;
  readonly tookMs: number;
}

/** `npm run measure:connections`: the table of docs/connections.md. */
async function main(): Promise<void> {
  scriptCommand('measure:connections').parse();
  const servers = await startOwnPooled();
  try {
    const pooled = await measure(servers.primary, servers.pooler);
    await sleep(500); // the pooler's connections are counted by their client address no more
    const direct = await measure(servers.primary, servers.primary, pooled.heldAfter);
    console.log(`
| ${EXECUTIONS} executions at once, ${STATEMENTS_EACH} statements each | without the pooler | with it |
| --- | --- | --- |
| most connections at Postgres | ${direct.mostAtOnce} | ${pooled.mostAtOnce} |
| connections held while the environments are warm and idle | ${direct.heldAfter} | ${pooled.heldAfter} |
| all done after | ${direct.tookMs} ms | ${pooled.tookMs} ms |`);
  } finally {
    await servers.stop();
  }
}

/** @param alreadyThere connections that are not of this measurement */
async function measure(server: DatabaseAddress, through: DatabaseAddress, alreadyThere = 0): Promise<Measured> {
  const observer = new Client({ ...server, database: 'postgres' });
  await observer.connect();
  const count = async (): Promise<number> => {
    const { rows } = await observer.query<{ readonly held: number }>(
      `SELECT count(*)::int AS held FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return (rows[0]?.held ?? 0) - alreadyThere;
  };
  const environments = Array.from({ length: EXECUTIONS }, () =>
    connectThroughProxy(
      {
        DATABASE_HOST: through.host,
        DATABASE_PORT: through.port,
        DATABASE_NAME: 'postgres',
        DATABASE_USER: through.user,
        DATABASE_AUTH: 'password',
        DATABASE_PASSWORD: through.password,
      },
      { connectTimeoutMs: 30_000, queryTimeoutMs: 30_000 },
    ),
  );

  let mostAtOnce = 0;
  let running = true;
  const watching = (async () => {
    while (running) {
      mostAtOnce = Math.max(mostAtOnce, await count());
      await sleep(LOOK_EVERY_MS);
    }
  })();
  const startedAt = performance.now();
  await Promise.all(
    environments.map(async (database) => {
      for (let n = 0; n < STATEMENTS_EACH; n++) {
        await database.query('SELECT pg_sleep(0.005)');
      }
    }),
  );
  const tookMs = Math.round(performance.now() - startedAt);
  running = false;
  await watching;
  const heldAfter = await count();
  await Promise.all(environments.map((database) => database.close()));
  await observer.end();
  return { mostAtOnce, heldAfter, tookMs };
}

void main();
