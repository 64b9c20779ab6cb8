import { outcomeOf, type StoreCall } from '../contracts/store-call';
import { createInMemoryDatabase, type InMemoryDatabase } from '../in-memory/in-memory-database';
import { inMemoryStores, snapshotOf } from '../in-memory/in-memory-world';
import { CATALOGUE } from '../mothers/catalogue-mother';
import { everyWay } from './every-way';
import { type Ending, makeAll, type PairOfCalls } from './pair';
import { type Call, isRead, type TakeTurn, takeTurns } from './take-turns';

export interface EndingInMemory extends Ending {
  /** Whether anything was different after each of the turns. */
  readonly changed: readonly boolean[];
}

/** Runs each statement of a call when it is its turn. */
export type Connect = (database: InMemoryDatabase, take: TakeTurn) => InMemoryDatabase;

const inTurns: Connect = (database, take) => ({
  ...database,
  statement: (name, run) => take(name, async () => run()),
});

/** Runs a pair over the twins in every way in which their statements can follow on each other. */
export async function endingsInMemory(
  before: readonly StoreCall[],
  pair: PairOfCalls,
  connect = inTurns,
): Promise<readonly EndingInMemory[]> {
  const endings: EndingInMemory[] = [];
  for await (const ending of everyWay(async (choose) => {
    const database = createInMemoryDatabase({ catalogue: CATALOGUE });
    await makeAll(before, inMemoryStores(database));
    const changed: boolean[] = [];
    let books = JSON.stringify(snapshotOf(database));
    const noting =
      (take: TakeTurn): TakeTurn =>
      (name, run) =>
        take(name, async () => {
          const before = books;
          try {
            return await run();
          } finally {
            books = isRead(name) ? before : JSON.stringify(snapshotOf(database));
            changed.push(books !== before);
          }
        });
    const calls = pair.map(
      (call): Call =>
        (take) =>
          outcomeOf(call, inMemoryStores(connect(database, noting(take)))),
    );
    return { ...(await takeTurns(calls, choose)), snapshot: snapshotOf(database), changed };
  })) {
    endings.push(ending);
  }
  return endings;
}
