import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { SERVER_DEADLINES } from '../../lambdas/persistence/postgres/bounds';
import { APPLICATION_USER } from '../postgres/admit-functions';
import type { ChaosCloud } from './chaos-cloud';
import type { ConnectionSample } from './connections';

const PAUSE_MS = 250;

/**
 * How long a server process may outlive its client: a statement is ended after two seconds, one that arrives late comes
 * a second and a half after its connection broke, and a client notices a silent connection after two and a half.
 */
const NOTICED_WITHIN_MS = 10_000;

/**
 * Between two statements of a transaction a client is idle, too, for as long as a busy machine makes it. Whoever has
 * forgotten one passes this on the way to the server's own deadline, and is seen on it several times.
 */
const FORGOTTEN_AFTER_MS = SERVER_DEADLINES.idleInTransactionMs / 2;

/** Looks at the connections of the functions until it is told to stop. While Postgres is away there are none. */
export function watchConnections(chaos: ChaosCloud) {
  const samples: ConnectionSample[] = [];
  const stopped = new AbortController();
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      const sample = await sampleConnections(chaos).catch(() => undefined);
      samples.push(...(sample === undefined ? [] : [sample]));
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async stop(): Promise<readonly ConnectionSample[]> {
      stopped.abort();
      await watching;
      return samples;
    },
  };
}

export type ConnectionWatch = ReturnType<typeof watchConnections>;

async function sampleConnections({ cloud, workers, log }: ChaosCloud): Promise<ConnectionSample> {
  // All of it counts back from before the question: this process may stand still between asking and hearing.
  const [since, sinceTime] = [performance.now() - NOTICED_WITHIN_MS, Date.now() - NOTICED_WITHIN_MS];
  const client = new Client({ connectionString: cloud.endpoints.postgres.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ open: number; idle: number }>(
      `SELECT count(*)::int AS open,
              count(*) FILTER (WHERE state LIKE 'idle in transaction%'
                                 AND state_change < clock_timestamp() - make_interval(secs => $2))::int AS idle
         FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename = $1`,
      [APPLICATION_USER, FORGOTTEN_AFTER_MS / 1_000],
    );
    const [{ open, idle } = { open: 0, idle: 0 }] = rows;
    return {
      at: performance.now(),
      open,
      idleInTransaction: idle,
      environments: workers.aliveSince(since),
      broken: log.injections().filter(({ point, at }) => point === 'postgres' && Date.parse(at) >= sinceTime).length,
    };
  } finally {
    await client.end();
  }
}
