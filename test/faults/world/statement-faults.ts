import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import type { StoreBooks } from './create-world';

/** What becomes of one statement: of a store's call that is several, too, which schedules take for one. */
export const STATEMENT_FAULTS = ['refused', 'unheard', 'crash', 'crash-after'] as const;
export type StatementFault = (typeof STATEMENT_FAULTS)[number];

/** The statements of one schedule, counted from 1 until somebody examines the books. */
export interface StatementFaults {
  readonly database: Database;
  /** How many statements there were. */
  readonly count: () => number;
  /** How many of all statements met a fault. */
  readonly met: () => number;
  /** From now on the statement with this number meets that. */
  aim(at: number, fault: StatementFault): void;
  /** The books of the next schedule, over `database`. */
  watch(books: StoreBooks): StoreBooks;
}

export function statementFaults(database: Database): StatementFaults {
  let count = 0;
  let met = 0;
  let isOver = true;
  let aimed: { readonly at: number; readonly fault: StatementFault } | undefined;

  return {
    database: {
      async query<Row extends object>(text: string, values?: readonly unknown[]) {
        count += isOver ? 0 : 1;
        const fault = !isOver && aimed?.at === count ? aimed.fault : undefined;
        met += fault === undefined ? 0 : 1;
        if (fault === 'refused' || fault === 'crash') {
          throw errorOf(fault);
        }
        const rows = await database.query<Row>(text, values);
        if (fault !== undefined) {
          throw errorOf(fault);
        }
        return rows;
      },
      close: () => database.close(),
    },
    count: () => count,
    met: () => met,
    aim(at, fault) {
      aimed = { at, fault };
    },
    watch(books) {
      count = 0;
      isOver = false;
      return {
        ...books,
        snapshot() {
          isOver = true;
          return books.snapshot();
        },
      };
    },
  };
}

/** A function that died is known by this name to Step Functions, and no code of its own sees the error. */
function errorOf(fault: StatementFault): Error {
  return fault === 'crash' || fault === 'crash-after'
    ? Object.assign(new Error('the function died'), { name: 'Runtime.ExitError' })
    : new DependencyUnavailableError('postgres');
}
