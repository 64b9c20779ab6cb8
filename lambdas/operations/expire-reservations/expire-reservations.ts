import type { Clock } from '../../ports/clock';
import type { HeldReservations, UnmovedOrder } from '../../ports/held-reservations';
import type { InventoryStore } from '../../ports/inventory-store';
import type { OrderStore } from '../../ports/order-store';
import type { Signals } from '../../ports/signals';
import { inTurn } from './in-turn';
import { type CarryingExecutions, createIsCarried } from './is-carried';

/** Why an order ended, or needs repair, that nobody carries any more. */
const REASON = 'ReservationExpired';
/** Of the two minutes that the function has: what it is at must end as well. */
export const EXPIRY_BUDGET_MS = 90_000;

export interface ExpiryResult {
  readonly expired: number;
  /** Of orders that are carried by a saga, however long it takes, or have moved or ended since they were found. */
  readonly kept: number;
  /** Left in repair with the stock that they hold, since their parcel may have left. */
  readonly parked: number;
}

export interface ExpireReservationsDependencies {
  readonly reservations: HeldReservations;
  readonly executions: CarryingExecutions;
  readonly inventory: Pick<InventoryStore, 'release'>;
  readonly orders: Pick<OrderStore, 'reject' | 'markNeedsRepair'>;
  readonly signals: Signals;
  readonly clock: Clock;
  /**
   * After which no further reservation is looked at: the function must end before it is killed.
   * @default 90_000
   */
  readonly budgetMs?: number;
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
 * No clock can know whether goods are still there that may be in a parcel: such an order is parked, and holds its stock
 * until an operator undoes it.
 *
 * @throws when a reservation could not be looked at, after all the others, or when there was not the time to look at
 * all; without knowing that nobody carries the order nothing is given back
 */
export const createExpireReservations = (deps: ExpireReservationsDependencies) => async (): Promise<ExpiryResult> => {
  const { reservations, signals, clock, budgetMs = EXPIRY_BUDGET_MS, expireAfterMs } = deps;
  const endAt = clock.now().getTime() + budgetMs;
  const isCarried = createIsCarried(deps.executions);
  const counts = { expired: 0, kept: 0, parked: 0, failed: 0 };
  let isComplete = true;

  for await (const order of inTurn(reservations, expireAfterMs)) {
    if (clock.now().getTime() >= endAt) {
      isComplete = false;
      signals.count('ReservationExpiryUnfinished', 1, { ...counts });
      break;
    }
    try {
      counts[(await isCarried(order)) ? 'kept' : await end(deps, order)] += 1;
    } catch (error) {
      counts.failed += 1;
      const name = error instanceof Error ? error.name : typeof error;
      signals.count('ReservationExpiryFailed', 1, { orderId: order.orderId, error: name });
    }
  }
  if (counts.failed > 0 || !isComplete) {
    const rest = isComplete ? '' : ', and time was over before all were looked at';
    throw new Error(`${counts.failed} reservations could not be looked at, ${counts.expired} have expired${rest}`);
  }
  return { expired: counts.expired, kept: counts.kept, parked: counts.parked };
};

async function end(
  { reservations, inventory, orders, signals, expireAfterMs: forMs }: ExpireReservationsDependencies,
  { awaitsPerson, ...order }: UnmovedOrder,
): Promise<keyof ExpiryResult> {
  const { orderId } = order;
  const park = async () => ((await orders.markNeedsRepair(order, REASON, [])) === 'NEEDS_REPAIR' ? 'parked' : 'kept');
  if (awaitsPerson) {
    return park();
  }
  // A saga may have gone on since the order was found. Once it is called off none begins a booking that is not seen.
  if (!(await reservations.callOff({ orderId, forMs }))) {
    return 'kept';
  }
  if ((await inventory.release(orderId)).kind === 'parcel-may-have-left') {
    return park();
  }
  const { status } = await orders.reject(order, REASON);
  signals.count('ReservationExpired', 1, { orderId, status });
  return 'expired';
}
