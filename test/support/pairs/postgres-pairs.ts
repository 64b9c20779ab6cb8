import type { Client } from 'pg';
import { classifyError } from '../../../lambdas/persistence/postgres/classify-error';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { statementName } from '../../../lambdas/persistence/postgres/traced-database';
import { outcomeOf, type StoreCall } from '../contracts/store-call';
import type { Snapshot } from '../contracts/store-world';
import { openPostgresWorld, postgresStores, snapshotOf } from '../postgres-world';
import { intoCopy, makeCopies, outOfCopy, setAside, snapshotsByCopy } from './copies';
import { type Choose, everyWay, theseWays } from './every-way';
import { type Ending, makeAll, type PairOfCalls } from './pair';
import { type Call, type Run, type RunOverlapping, takeTurns } from './take-turns';

const COPIES_AT_ONCE = 100;

/** Two connections, as two functions have them. */
export type Lane = readonly [Client, Client];

export interface PairsOnPostgres {
  /** The test's own. */
  readonly session: Client;
  /** What the calls before go over. */
  readonly database: Database;
  /** Each works through pairs of its own. */
  readonly lanes: readonly Lane[];
}

/** A pair, and the ways in which to run it. */
export interface Plan {
  readonly pair: PairOfCalls;
  readonly ways: 'every' | readonly (readonly string[])[];
}

/**
 * Runs pairs on Postgres, each way over a copy of its own of what the calls before have left.
 *
 * @param change what a control does to the text of a statement
 */
export async function endingsOnPostgres(
  { session, database, lanes }: PairsOnPostgres,
  before: readonly StoreCall[],
  plans: readonly Plan[],
  change: (text: string) => string = (text) => text,
): Promise<readonly (readonly Ending[])[]> {
  await makeAll(before, (await openPostgresWorld(session, database)).stores);
  await setAside(session);
  const nextCopy = copiesOf(session);
  const runs: { readonly copy: number; readonly run: Run }[][] = plans.map(() => []);
  const queue = [...plans.entries()];

  const runOnce = async (lane: Lane, pair: PairOfCalls, choose: Choose) => {
    const copy = await nextCopy();
    const calls = pair.map((call, of) => callOver(lane[of] as Client, call, copy, change));
    return { copy, run: await takeTurns(calls, choose, overlappingOn(lane)) };
  };
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, { pair, ways }] = next;
        const run = (choose: Choose) => runOnce(lane, pair, choose);
        for await (const one of ways === 'every' ? everyWay(run) : theseWays(ways, run)) {
          runs[index]?.push(one);
        }
      }
    }),
  );

  const snapshots = snapshotsByCopy(await snapshotOf(session));
  return runs.map((ofPlan) =>
    ofPlan.map(({ copy, run }) => ({ ...run, snapshot: outOfCopy(snapshots.get(copy) as Snapshot) })),
  );
}

/** Numbers of copies, which are made many at a time. */
function copiesOf(session: Client): () => Promise<number> {
  let taken = 0;
  let made = 0;
  let making = Promise.resolve();
  return async () => {
    taken += 1;
    const copy = taken;
    if (copy > made) {
      const from = made + 1;
      made += COPIES_AT_ONCE;
      making = making.then(() => makeCopies(session, from, from + COPIES_AT_ONCE - 1));
    }
    await making;
    return copy;
  };
}

const callOver =
  (client: Client, call: StoreCall, copy: number, change: (text: string) => string): Call =>
  (take) => {
    const database: Database = {
      query: <Row extends object>(text: string, values: readonly unknown[] = []) =>
        take(statementName(text), async () => {
          try {
            const { rows } = await client.query<Row>({ text: change(text), values: intoCopy([...values], copy) });
            return outOfCopy(rows);
          } catch (error) {
            throw classifyError(error).error;
          }
        }),
      close: async () => {},
    };
    return outcomeOf(call, postgresStores(database));
  };

/** The first is held before its commit until the second waits for it, or needed nothing of it and has ended. */
const overlappingOn =
  (lane: Lane): RunOverlapping =>
  async (first, second) => {
    const client = lane[first.of] as Client;
    await client.query('BEGIN');
    const [done] = await Promise.allSettled([first.run()]);
    let hasEnded = false;
    const ending = Promise.allSettled([second.run()]).finally(() => {
      hasEnded = true;
    });
    while (!hasEnded && !(await isBlocked(client, lane[second.of] as Client))) {
      // Asked again at once: each question is a round trip.
    }
    await client.query(done.status === 'fulfilled' ? 'COMMIT' : 'ROLLBACK');
    return [done, ...(await ending)];
  };

async function isBlocked(asking: Client, other: Client): Promise<boolean> {
  const { processID } = other as unknown as { readonly processID: number };
  const { rows } = await asking.query<{ readonly blocked: boolean }>(
    'SELECT cardinality(pg_blocking_pids($1)) > 0 AS blocked',
    [processID],
  );
  return rows[0]?.blocked ?? false;
}
