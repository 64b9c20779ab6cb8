import type { Books } from './books';
import { checkEnds } from './check-ends';
import { checkEvents } from './check-events';
import { checkLeftovers } from './check-leftovers';
import { checkMoney } from './check-money';
import { checkProgress } from './check-progress';
import { checkShipments } from './check-shipments';
import { checkStock } from './check-stock';
import { checkUndos } from './check-undos';
import type { Violation } from './violation';

/**
 * Do the books agree? Compares what we wrote down with what the provider and the carrier wrote down.
 * For an order in `NEEDS_REPAIR` they may differ by exactly what its record lists as unfinished: each of these undos is
 * missing as a whole, or was made after all. What is listed need not be owed: nobody has heard of its outcome, and that is
 * so of a refund whose answer got lost, of a charge that never took anything, and of an event that waits among the dead
 * letters. Nor could these books tell an honest doubt from one for nothing: who has watched the execution can.
 *
 * @param books taken while the system is quiet: an order on its way is reported as not live
 * @returns every violation; an empty list means that the books agree
 */
export const checkBooks = (books: Books): readonly Violation[] => [
  ...checkStock(books),
  ...checkMoney(books),
  ...checkShipments(books),
  ...checkProgress(books),
  ...checkEvents(books),
  ...checkEnds(books),
  ...checkUndos(books),
  ...checkLeftovers(books),
];
