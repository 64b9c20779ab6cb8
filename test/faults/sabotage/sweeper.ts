import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { over, type Sabotage } from './sabotage';

/** The sweeper takes no notice of a mark that somebody has settled an order by hand. */
export const sweeperLeavesWhatIsSettled: Sabotage = {
  stores: ({ held }, database) => ({
    held: over(held, {
      findUnmoved: (query) => withoutMarks(database, () => held.findUnmoved(query)),
      callOff: (query) => withoutMarks(database, () => held.callOff(query)),
    }),
  }),
};

/** The sweeper takes a record of which nothing was written yet for a whole one. */
export const parkedByHalfIsSwept: Sabotage = {
  stores: ({ held }, database) => ({
    held: over(held, {
      findUnmoved: (query) => withRecords(database, () => held.findUnmoved(query)),
      callOff: (query) => withRecords(database, () => held.callOff(query)),
    }),
  }),
};

function withRecords<Answer>({ orders }: InMemoryDatabase, run: () => Promise<Answer>): Promise<Answer> {
  const empty = [...orders.values()].filter(({ unfinished }) => unfinished?.length === 0);
  for (const row of empty) {
    row.unfinished = [{ step: 'RefundPayment', error: '' }];
  }
  const answer = run();
  for (const row of empty) {
    row.unfinished = [];
  }
  return answer;
}

/** Stores decide before they first pause, so the marks are hidden from them alone. */
function withoutMarks<Answer>({ orders }: InMemoryDatabase, run: () => Promise<Answer>): Promise<Answer> {
  const marks = [...orders.values()].map((row) => [row, row.resolved] as const);
  for (const [row] of marks) {
    row.resolved = undefined;
  }
  const answer = run();
  for (const [row, resolved] of marks) {
    row.resolved = resolved;
  }
  return answer;
}
