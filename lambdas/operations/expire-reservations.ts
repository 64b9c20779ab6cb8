import type { Order } from '../domain/order';
import type { HeldReservations } from '../ports/held-reservations';
import type { InventoryStore } from '../ports/inventory-store';
import type { OrderStore } from '../ports/order-store';
import type { Signals } from '../ports/signals';
import type { OrderExecutions } from '../ports/stuck-orders';

const PAGE = 100;
/** Of one run, which must end before its function is killed; the next one begins with the oldest again. */
const MOST_PAGES = 5;
/** With more than these, an order that is not among them may be carried all the same. */
const MOST_EXECUTIONS = 10_000;

/** Why an order ended whose stock nobody was going to sell any more. */
const REASON = 'ReservationExpired';

export interface ExpiryResult {
  readonly expired: number;
  /** Of orders that are carried by a saga, however long it takes. */
  readonly kept: number;
}

export interface ExpireReservationsDependencies {
  readonly reservations: HeldReservations;
  readonly executions: Pick<OrderExecutions, 'findRunning'>;
  readonly inventory: Pick<InventoryStore, 'release'>;
  readonly orders: Pick<OrderStore, 'reject'>;
  readonly signals: Signals;
  /**
   * How long a hold outlives the last change of its order. Longer than any saga may run: one that Step Functions does
   * not know under this state machine has ended all the same. And long enough for an operator to have a stopped one go on.
   */
  readonly expireAfterMs: number;
}

/**
 * Gives back the stock of orders that no saga carries any more: it was stopped, it broke, or it never began.
 *
 * It does so by the saga's own undo, so whatever still arrives finds its tombstone and refuses: a step that hangs, an
 * execution that an operator has go on, a message that is redriven. An order of which nothing else is left to undo
 * ends as rejected; one that was charged stays in repair, for its money. Safe to repeat and to stop anywhere.
 *
 * @throws when a reservation could not be looked at, after all the others; without knowing that nobody carries the
 * order nothing is given back
 */
export const createExpireReservations = (deps: ExpireReservationsDependencies) => async (): Promise<ExpiryResult> => {
  const { reservations, signals, expireAfterMs } = deps;
  const isCarried = createIsCarried(deps.executions);
  const counts = { expired: 0, kept: 0, failed: 0 };
  let after: Order | undefined;

  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await reservations.findUnmoved({ forMs: expireAfterMs, limit: PAGE, after });
    for (const order of found) {
      try {
        counts[(await isCarried(order)) ? 'kept' : await giveBack(deps, order)] += 1;
      } catch (error) {
        counts.failed += 1;
        const name = error instanceof Error ? error.name : typeof error;
        signals.count('ReservationExpiryFailed', 1, { orderId: order.orderId, error: name });
      }
    }
    after = found.at(-1);
    if (found.length < PAGE) {
      break;
    }
  }
  if (counts.failed > 0) {
    throw new Error(`${counts.failed} reservations could not be looked at, ${counts.expired} have expired`);
  }
  return { expired: counts.expired, kept: counts.kept };
};

/** Asks once in a run, and only if there is anything to ask about. Whoever begins later finds the tombstone. */
function createIsCarried(executions: ExpireReservationsDependencies['executions']) {
  let asking: ReturnType<typeof executions.findRunning> | undefined;

  return async ({ orderId }: Order): Promise<boolean> => {
    asking ??= executions.findRunning({ limit: MOST_EXECUTIONS });
    const { executions: running, complete } = await asking;
    return !complete || running.some((execution) => execution.orderId === orderId);
  };
}

async function giveBack(
  { inventory, orders, signals }: ExpireReservationsDependencies,
  order: Order,
): Promise<keyof ExpiryResult> {
  const outcome = await inventory.release(order.orderId);
  if (outcome.kind === 'order-confirmed') {
    return 'kept'; // by a saga that went on after it was found
  }
  const { status } = await orders.reject(order, REASON);
  signals.count('ReservationExpired', 1, { orderId: order.orderId, status });
  return 'expired';
}
