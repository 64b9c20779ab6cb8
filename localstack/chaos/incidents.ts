import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ChaosCloud } from './chaos-cloud';
import { chance } from './random-faults';

/** Something that hits every order at once, for a while. */
export interface Incident {
  readonly name: string;
  /** Share of the orders that have been placed when it comes, 0 to 1. */
  readonly at: number;
  readonly lastsMs: number;
  /** Returns when it is over. */
  run(chaos: ChaosCloud): Promise<void>;
}

interface IncidentKind {
  readonly name: string;
  readonly shortestMs: number;
  readonly longestMs: number;
  run(chaos: ChaosCloud, lastsMs: number): Promise<void>;
}

/** Of one colour of tea that nearly every order wants. */
const POPULAR_SKU = 'TEA-ASSAM-250';

const away = async (part: ChaosCloud['payment' | 'carrier' | 'replica'], lastsMs: number): Promise<void> => {
  await part.down();
  await sleep(lastsMs);
  await part.up();
};

const KINDS: readonly IncidentKind[] = [
  { name: 'payment provider away', shortestMs: 3_000, longestMs: 6_000, run: (chaos, ms) => away(chaos.payment, ms) },
  { name: 'carrier away', shortestMs: 3_000, longestMs: 6_000, run: (chaos, ms) => away(chaos.carrier, ms) },
  { name: 'replica away', shortestMs: 3_000, longestMs: 6_000, run: (chaos, ms) => away(chaos.replica, ms) },
  {
    name: 'Postgres killed',
    shortestMs: 1_000,
    longestMs: 6_000,
    async run({ cloud }, lastsMs) {
      await cloud.postgres.kill();
      await sleep(lastsMs);
      await cloud.postgres.restart();
    },
  },
  {
    name: 'all workers killed',
    shortestMs: 0,
    longestMs: 0,
    async run({ workers }) {
      await workers.kill();
    },
  },
  {
    name: 'all database sessions terminated',
    shortestMs: 0,
    longestMs: 0,
    run: ({ cloud }) =>
      asOwner(cloud.endpoints.postgres.url, async (client) => {
        await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
      }),
  },
  {
    name: 'stock row locked',
    shortestMs: 2_000,
    longestMs: 6_000,
    run: ({ cloud }, lastsMs) =>
      asOwner(cloud.endpoints.postgres.url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT FROM stock WHERE sku = $1 FOR UPDATE', [POPULAR_SKU]);
        await sleep(lastsMs);
        await client.query('ROLLBACK');
      }),
  },
];

export const INCIDENT_NAMES = KINDS.map(({ name }) => name);

/** Each kind once, in an order and for a time that the seed decides, spread over the whole run. */
export function planIncidents(seed: number): readonly Incident[] {
  const shuffled = [...KINDS].sort((a, b) => chance(seed, 'incident', a.name) - chance(seed, 'incident', b.name));
  return shuffled.map(({ name, shortestMs, longestMs, run }, index) => {
    const lastsMs = Math.round(shortestMs + chance(seed, 'lasts', name) * (longestMs - shortestMs));
    return { name, at: (index + 0.5) / KINDS.length, lastsMs, run: (chaos) => run(chaos, lastsMs) };
  });
}

async function asOwner(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
