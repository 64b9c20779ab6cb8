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

/** The sweeper takes a record of which nothing was written yet for a whole one. */
export const parkedByHalfIsSwept: Sabotage = {
  stores: ({ held }, database) => ({
    held: over(held, {
      findUnmoved: (query) => withRecords(database, () => held.findUnmoved(query)),
      callOff: (query) => withRecords(database, () => held.callOff(query)),
    }),
  }),
};

const withoutMarks = <Answer>({ orders }: InMemoryDatabase, run: () => Promise<Answer>): Promise<Answer> =>
  pretending([...orders.values()], { resolved: undefined }, run);

const withRecords = <Answer>({ orders }: InMemoryDatabase, run: () => Promise<Answer>): Promise<Answer> =>
  pretending(
    [...orders.values()].filter(({ unfinished }) => unfinished?.length === 0),
    { unfinished: [{ step: 'RefundPayment', error: '' }] },
    run,
  );
