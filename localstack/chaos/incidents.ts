import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { APPLICATION_USER } from '../postgres/admit-functions';
import { LocalCloudError } from '../processes/local-cloud-error';
import type { Killable } from '../simulator/simulator-process';
import type { ChaosCloud } from './chaos-cloud';
import type { Detour } from './detour';
import { chance } from './random-faults';

/** What an incident hits, and is counted by. A call is one that failed because of it, a session one of the functions. */
type Hits = 'calls' | 'sessions' | 'processes';

/** Something that hits every order at once, for a while. */
export interface Incident {
  readonly name: string;
  /** Share of the orders that have been placed when it comes, 0 to 1. */
  readonly at: number;
  /** At least: whoever does not come in that time is waited for. */
  readonly lastsMs: number;
  readonly hits: Hits;
  /** Returns when it is over. @returns how many it has hit; none: nobody noticed */
  run(chaos: ChaosCloud): Promise<number>;
}

interface IncidentKind {
  readonly name: string;
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly hits: Hits;
  run(chaos: ChaosCloud, lastsMs: number): Promise<number>;
}

/** Of one colour of tea that nearly every order wants. */
const POPULAR_SKU = 'TEA-ASSAM-250';

/** There may be nobody yet when the first incident comes: orders have been accepted then, and no more. */
const SOME_WITHIN_MS = 60_000;
const LOOK_AGAIN_AFTER_MS = 100;

/** Leaves it dead until somebody has called it. @returns how many calls found it so */
const killed = async (part: Killable, { unreached }: Detour, lastsMs: number): Promise<number> => {
  const before = unreached();
  await part.kill();
  await sleep(lastsMs);
  await untilSome(async () => unreached() - before);
  await part.restart();
  return unreached() - before;
};

const simulatorKilled = (chaos: ChaosCloud, name: 'payment' | 'carrier', lastsMs: number): Promise<number> => {
  const simulator = chaos.cloud.simulators?.[name];
  if (simulator === undefined) {
    throw new LocalCloudError(`the ${name} simulator runs in this process, and cannot be killed`);
  }
  return killed(simulator, chaos[name], lastsMs);
};

/** Hits, or looks, again until there was somebody; none after all is what the count says then. */
async function untilSome(hit: () => Promise<number>): Promise<number> {
  const giveUpAt = performance.now() + SOME_WITHIN_MS;
  for (;;) {
    const count = await hit();
    if (count > 0 || performance.now() > giveUpAt) {
      return count;
    }
    await sleep(LOOK_AGAIN_AFTER_MS);
  }
}

/** Holds a row that orders want until one of them has had to wait. @returns how many sessions were seen waiting for it */
async function stockLocked(client: Client, lastsMs: number): Promise<number> {
  const waiting = new Set<number>();
  const look = async (): Promise<number> => {
    const { rows } = await client.query<{ pid: number }>(
      'SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    for (const { pid } of rows) {
      waiting.add(pid);
    }
    return waiting.size;
  };
  await client.query('BEGIN');
  await client.query('SELECT FROM stock WHERE sku = $1 FOR UPDATE', [POPULAR_SKU]);
  const until = performance.now() + lastsMs;
  while (performance.now() < until) {
    await look();
    await sleep(LOOK_AGAIN_AFTER_MS);
  }
  await untilSome(look);
  await client.query('ROLLBACK');
  return waiting.size;
}

/** Incidents that end processes by SIGKILL, by what they end. */
export const KILLS = {
  provider: 'payment provider killed',
  carrier: 'carrier killed',
  Postgres: 'Postgres killed',
  workers: 'all workers killed',
} as const;

const KINDS: readonly IncidentKind[] = [
  {
    name: KILLS.provider,
    shortestMs: 3_000,
    longestMs: 6_000,
    hits: 'calls',
    run: (chaos, lastsMs) => simulatorKilled(chaos, 'payment', lastsMs),
  },
  {
    name: KILLS.carrier,
    shortestMs: 3_000,
    longestMs: 6_000,
    hits: 'calls',
    run: (chaos, lastsMs) => simulatorKilled(chaos, 'carrier', lastsMs),
  },
  {
    // Nothing listens then, so that nobody sees the reads that are refused: it counts the sessions that break.
    name: 'replica away',
    shortestMs: 3_000,
    longestMs: 6_000,
    hits: 'sessions',
    async run({ replica }, lastsMs) {
      const sessions = await untilSome(async () => replica.connections());
      await replica.down();
      await sleep(lastsMs);
      await replica.up();
      return sessions;
    },
  },
  {
    name: KILLS.Postgres,
    shortestMs: 1_000,
    longestMs: 6_000,
    hits: 'calls',
    run: ({ cloud, postgres }, lastsMs) => killed(cloud.postgres, postgres, lastsMs),
  },
  {
    name: KILLS.workers,
    shortestMs: 0,
    longestMs: 0,
    hits: 'processes',
    run: ({ workers }) => untilSome(() => workers.kill()),
  },
  {
    name: 'all database sessions terminated',
    shortestMs: 0,
    longestMs: 0,
    hits: 'sessions',
    run: ({ cloud }) =>
      asOwner(cloud.endpoints.postgres.url, (client) =>
        untilSome(async () => {
          const { rows } = await client.query<{ usename: string }>(
            "SELECT usename, pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
          );
          return rows.filter(({ usename }) => usename === APPLICATION_USER).length;
        }),
      ),
  },
  {
    name: 'stock row locked',
    shortestMs: 2_000,
    longestMs: 6_000,
    hits: 'sessions',
    run: ({ cloud }, lastsMs) => asOwner(cloud.endpoints.postgres.url, (client) => stockLocked(client, lastsMs)),
  },
];

/** How many were hit by each kind of incident, by its name. */
export type IncidentCounts = Readonly<Record<string, number>>;

export const INCIDENT_NAMES = KINDS.map(({ name }) => name);

/** Each kind once, in an order and for a time that the seed decides, spread over the whole run. */
export function planIncidents(seed: number): readonly Incident[] {
  const shuffled = [...KINDS].sort((a, b) => chance(seed, 'incident', a.name) - chance(seed, 'incident', b.name));
  return shuffled.map(({ name, shortestMs, longestMs, hits, run }, index) => {
    const lastsMs = Math.round(shortestMs + chance(seed, 'lasts', name) * (longestMs - shortestMs));
    return { name, at: (index + 0.5) / KINDS.length, lastsMs, hits, run: (chaos) => run(chaos, lastsMs) };
  });
}

async function asOwner<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
