import type { Client } from 'pg';
import { createEventBridge } from '../../../lambdas/gateways/event-bridge';
import { createPublishLeftEvents } from '../../../lambdas/operations/publish-left-events';
import { createPublishWrittenEvents } from '../../../lambdas/operations/publish-written-events';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { noteWrittenEvents } from '../../../lambdas/persistence/postgres/note-written-events';
import { createPostgresOutbox } from '../../../lambdas/persistence/postgres/outbox';
import { systemClock } from '../../../lambdas/runtime/clock';
import { createThenPublish } from '../../../lambdas/runtime/then-publish';
import { CrashPoint } from '../crash-point';
import { openPostgresWorld, postgresStores } from '../postgres-world';
import { createChance } from './chance';
import { createStormBus } from './storm-bus';
import { createStormSubscribers } from './subscribers';
import { type StatusChange, verdictOf } from './verdict';
import { stepsOf, type Work, wayOf } from './ways';

export interface Storm {
  readonly orders: number;
  readonly seed: number;
  /** Of all calls of steps, and of all receives of consumers. */
  readonly crashes: number;
  /** Of all messages. */
  readonly duplicates: number;
  readonly onProgress?: (done: number) => void;
}

export interface StormReport {
  readonly changes: number;
  /** Of steps, with those that are made again because one has died. */
  readonly calls: number;
  readonly died: number;
  /** More than there were changes: some leave twice, under the same id. */
  readonly published: number;
  readonly swept: number;
  readonly receives: number;
  readonly wrong: readonly string[];
}

const TRAIL = 'SELECT event_id AS "eventId", order_id AS "orderId", sequence, type, status FROM order_events';
const SILENT = { signals: { count: () => {} }, gauges: { set: () => {} } };
/** Sweeps after the storm. One is enough unless the bus fails for a part of it again. */
const MOST_SWEEPS = 50;

/**
 * Carries orders through the deployed stores while steps and consumers die, messages come twice and in any order, and
 * the bus is away for a tenth of the time; then lets everything settle.
 *
 * @param databases one for each function that works at the same time
 */
export async function runStorm(session: Client, databases: readonly Database[], storm: Storm): Promise<StormReport> {
  const world = await openPostgresWorld(session, databases[0] as Database);
  await world.restock('TEA', storm.orders);
  const chance = createChance(storm.seed);
  const subscribers = createStormSubscribers(chance, storm);
  const bus = createStormBus(chance, (body) => {
    for (const subscriber of subscribers.all) {
      subscriber.deliver(body);
    }
  });
  const eventBridge = createEventBridge({ aws: bus, busName: 'storm' });
  /** How many calls each step makes of its ports when it lives, so that one which is to die does. */
  const usual = new Map<string, number>();
  let calls = 0;
  let died = 0;
  let swept = 0;

  /** One call of a step by Step Functions. False: its process has died, and it is called again. */
  async function call(database: Database, work: Work, name: string): Promise<boolean> {
    const most = usual.get(name);
    const crash =
      most !== undefined && chance.happens(storm.crashes)
        ? new CrashPoint(1 + chance.below(most), chance.happens(0.5) ? 'before' : 'after')
        : new CrashPoint();
    const noted = noteWrittenEvents(crash.around(database));
    const publish = createPublishWrittenEvents({
      written: noted.written,
      bus: crash.around(eventBridge),
      outbox: createPostgresOutbox({ database: noted.database }),
      clock: systemClock,
    });
    const step = createThenPublish({ publish, ...SILENT, withinMs: 60_000 })(work);
    try {
      await step(postgresStores(noted.database));
    } catch (error) {
      if (!crash.hasCrashed) {
        throw error;
      }
    }
    calls += 1;
    if (crash.hasCrashed) {
      died += 1;
      return false;
    }
    usual.set(name, Math.max(most ?? 1, crash.calls));
    return true;
  }

  const sweep = async (database: Database): Promise<void> => {
    // Lets go of what an earlier sweep has claimed: nobody works on it any more.
    await session.query('UPDATE outbox SET due_at = written_at');
    const outbox = createPostgresOutbox({ database });
    const run = createPublishLeftEvents({ outbox, bus: eventBridge, clock: systemClock, ...SILENT, delayScale: 0 });
    swept += (await run()).published;
  };

  let next = 0;
  await Promise.all(
    databases.map(async (database) => {
      while (next < storm.orders) {
        const n = next++;
        bus.isAway = n >= storm.orders * 0.4 && n < storm.orders * 0.5;
        for (const [index, work] of stepsOf(n).entries()) {
          while (!(await call(database, work, `${wayOf(n)}/${index}`))) {
            // Step Functions calls again.
          }
        }
        for (const subscriber of subscribers.all) {
          await subscriber.work(6);
        }
        storm.onProgress?.(n + 1);
      }
    }),
  );

  bus.isAway = false;
  const [first] = databases as readonly [Database];
  for (let sweeps = 0; sweeps < MOST_SWEEPS && (await world.stores.outbox.backlog()).waiting > 0; sweeps++) {
    await sweep(first);
  }
  for (const subscriber of subscribers.all) {
    while (subscriber.waiting > 0) {
      await subscriber.work(subscriber.waiting);
    }
  }

  const { rows: changes } = await session.query<StatusChange>(TRAIL);
  const { waiting, parked } = await world.stores.outbox.backlog();
  return {
    changes: changes.length,
    calls,
    died,
    published: bus.taken,
    swept,
    receives: subscribers.all.reduce((sum, { receives }) => sum + receives, 0),
    wrong: [
      ...(waiting + parked === 0 ? [] : [`outbox: ${waiting} events wait and ${parked} are parked`]),
      ...verdictOf(changes, subscribers),
    ],
  };
}
