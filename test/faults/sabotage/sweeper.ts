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
