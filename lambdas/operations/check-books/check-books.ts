import { randomUUID } from 'node:crypto';
import type { Books } from '../../domain/books/books';
import { checkEvents } from '../../domain/books/check-events';
import { checkMoney } from '../../domain/books/check-money';
import { checkShipments } from '../../domain/books/check-shipments';
import { checkStock } from '../../domain/books/check-stock';
import type { Violation } from '../../domain/books/violation';
import type { BooksOnRecord } from '../../ports/books-on-record';
import type { Clock } from '../../ports/clock';

/** Leaves the function time to write down what it has found. */
export const CHECK_BUDGET_MS = 30_000;
const ORDERS_PER_STRETCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export type StockCheck =
  | { readonly isChecked: true }
  /** Why it could not be read; nothing when there is too much of it to add up. */
  | { readonly isChecked: false; readonly because: unknown };

export interface CheckedBooks {
  readonly violations: readonly Violation[];
  readonly orders: number;
  /** Whether every order was looked at, or the time was over before. */
  readonly complete: boolean;
  readonly stock: StockCheck;
}

const NOTHING: Books = {
  ...{ accepted: [], orders: [], stock: [], events: [], payments: [], shipments: [] },
  ...{ executions: [], deadLettered: [] },
};

/**
 * Do our books agree with themselves? Runs the checker of the books over Postgres alone: the payment provider's ledger
 * cannot be read as a whole, and its events make us compare each payment anyway. So this finds stock that does not add
 * up, an order that stands at one thing while its payment, its shipment or its trail say another, and hands in the database.
 *
 * Stock that cannot be added up keeps nobody from looking at the orders.
 *
 * Ids of orders are spread evenly, so a run goes from a random one onwards for as long as it has time: small books are
 * checked as a whole each time, of large ones another part.
 */
export const createCheckBooks =
  ({
    books,
    clock,
    budgetMs,
    startAfter = randomUUID,
  }: {
    readonly books: BooksOnRecord;
    readonly clock: Clock;
    readonly budgetMs: number;
    readonly startAfter?: () => string;
  }) =>
  async (): Promise<CheckedBooks> => {
    const endAt = clock.now().getTime() + budgetMs;
    const violations: Violation[] = [];
    let orders = 0;
    const lookAtStock = async (): Promise<StockCheck> => {
      try {
        const levels = await books.readStock();
        violations.push(...(levels === undefined ? [] : checkStock({ ...NOTHING, ...levels })));
        return levels === undefined ? { isChecked: false, because: undefined } : { isChecked: true };
      } catch (because) {
        return { isChecked: false, because };
      }
    };

    const stock = await lookAtStock();

    const start = startAfter();
    let after = start;
    let hasWrapped = false;
    while (clock.now().getTime() < endAt) {
      const stretch = await books.readOrders({ after, limit: ORDERS_PER_STRETCH });
      const known = { ...NOTHING, ...stretch };
      orders += stretch.orders.length;
      violations.push(...checkMoney(known), ...checkShipments(known), ...checkEvents(known));
      if (hasWrapped && (stretch.next === undefined || stretch.next >= start)) {
        return { violations: distinct(violations), orders, complete: true, stock };
      }
      hasWrapped ||= stretch.next === undefined;
      after = stretch.next ?? FIRST_ID;
    }
    return { violations: distinct(violations), orders, complete: false, stock };
  };

/** The last stretch may overlap with the first one. */
const distinct = (violations: readonly Violation[]): readonly Violation[] => [
  ...new Map(
    violations.map((violation) => [`${violation.invariant} ${violation.subject} ${violation.detail}`, violation]),
  ).values(),
];
