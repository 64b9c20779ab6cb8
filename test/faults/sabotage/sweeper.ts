import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { pretending } from './pretending';
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

const withoutMarks = <Answer>(database: InMemoryDatabase, run: () => Promise<Answer>): Promise<Answer> =>
  pretending(database, {}, { resolved: undefined }, run);
