import type { OrderStatus } from '../../domain/order';
import type { CircuitGauges, CircuitReading } from '../../ports/circuit-gauges';
import type { Clock } from '../../ports/clock';
import type { OrderGauges } from '../../ports/order-gauges';

/** Longer than an order may have to wait for an outside service before anything is undone, and a good while more. */
export const STUCK_AFTER_MS = 60 * 60_000;

export interface BusinessGauges {
  /** Of the orders that are not final, by status. */
  readonly openOrders: Partial<Readonly<Record<OrderStatus, number>>>;
  /** Orders that should long have ended. */
  readonly stuckOrders: number;
  /** How long the oldest order has waited for an operator; 0 when none waits. */
  readonly oldestRepairSeconds: number;
  /** How long the oldest event has waited to be published; 0 when none waits. */
  readonly outboxAgeSeconds: number;
  readonly circuits: Readonly<Record<string, CircuitReading>>;
}

/** A part that could not be read, and why. */
export interface UnreadGauge {
  readonly part: 'orders' | 'circuits';
  readonly error: unknown;
}

export interface ReadGauges {
  readonly gauges: Partial<BusinessGauges>;
  readonly unread: readonly UnreadGauge[];
}

/**
 * How the business stands at this moment. Each part is read for itself: that Postgres is away is no reason to be blind
 * to the circuits.
 */
export const createReadGauges =
  ({
    orders,
    circuits,
    clock,
    stuckAfterMs = STUCK_AFTER_MS,
  }: {
    readonly orders: OrderGauges;
    readonly circuits: CircuitGauges;
    readonly clock: Clock;
    readonly stuckAfterMs?: number;
  }) =>
  async (): Promise<ReadGauges> => {
    const now = clock.now().getTime();
    const ageSeconds = (since: string | undefined): number =>
      since === undefined ? 0 : Math.max(0, Math.round((now - Date.parse(since)) / 1_000));
    const [open, states] = await Promise.allSettled([
      orders.readOpenOrders({ acceptedBefore: new Date(now - stuckAfterMs) }),
      circuits.readCircuits(),
    ]);

    return {
      gauges: {
        ...(open.status === 'fulfilled' && {
          openOrders: open.value.byStatus,
          stuckOrders: open.value.stuck,
          oldestRepairSeconds: ageSeconds(open.value.oldestRepairSince),
          outboxAgeSeconds: ageSeconds(open.value.oldestUnpublishedSince),
        }),
        ...(states.status === 'fulfilled' && { circuits: states.value }),
      },
      unread: [
        ...(open.status === 'rejected' ? [{ part: 'orders', error: open.reason } as const] : []),
        ...(states.status === 'rejected' ? [{ part: 'circuits', error: states.reason } as const] : []),
      ],
    };
  };
