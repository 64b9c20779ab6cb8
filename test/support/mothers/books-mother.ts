import type { Books, Leftovers } from '../../../lambdas/domain/books/books';
import { EVENT_OF_STATUS } from '../../../lambdas/domain/events';
import type { OrderStatus } from '../../../lambdas/domain/order';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';

export const confirmed = 'order-confirmed';
export const rejected = 'order-rejected';
export const parked = 'order-parked';
const ACTIONS = ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder'];

/** One confirmed order, one whose shipment was refused, and one whose refund never got through. */
export const agreeing = (): Books => ({
  accepted: [confirmed, rejected, parked, 'order-dead-lettered'],
  orders: [
    { orderId: confirmed, status: 'CONFIRMED', lines: [{ sku: 'tea', quantity: 2 }], total: eur(1000), unfinished: [] },
    { orderId: rejected, status: 'REJECTED', lines: [{ sku: 'tea', quantity: 1 }], total: eur(500), unfinished: [] },
    {
      orderId: parked,
      status: 'NEEDS_REPAIR',
      lines: [{ sku: 'tea', quantity: 1 }],
      total: eur(500),
      unfinished: ['RefundPayment'],
    },
  ],
  stock: [{ sku: 'tea', initial: 10, available: 8, reserved: 0, sold: 2 }],
  events: [
    ...trail(confirmed, ['RECEIVED', 'RESERVED', 'CHARGED', 'SHIPPING', 'CONFIRMED']),
    ...trail(rejected, ['RECEIVED', 'RESERVED', 'CHARGED', 'REJECTED']),
    ...trail(parked, ['RECEIVED', 'RESERVED', 'CHARGED', 'NEEDS_REPAIR']),
  ],
  payments: [
    { orderId: confirmed, currency: 'eur', capturedMinor: 1000, refundedMinor: 0, captures: 1, refunds: 0 },
    { orderId: rejected, currency: 'eur', capturedMinor: 500, refundedMinor: 500, captures: 1, refunds: 1 },
    { orderId: parked, currency: 'eur', capturedMinor: 500, refundedMinor: 0, captures: 1, refunds: 0 },
  ],
  shipments: [
    { orderId: confirmed, state: 'booked' },
    { orderId: rejected, state: 'refused' },
    { orderId: parked, state: 'cancelled' },
  ],
  executions: [
    { orderId: confirmed, status: 'SUCCEEDED', visited: ACTIONS },
    { orderId: rejected, status: 'SUCCEEDED', visited: [...ACTIONS.slice(0, 3), ...UNDO_STEPS.slice(1)] },
    { orderId: parked, status: 'FAILED', visited: [...ACTIONS.slice(0, 3), ...UNDO_STEPS] },
  ],
  deadLettered: ['order-dead-lettered'],
});

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

export const trail = (orderId: string, statuses: readonly OrderStatus[]) =>
  statuses.map((status, index) => eventAt(orderId, status, index + 1));

export const eventAt = (orderId: string, status: OrderStatus, sequence: number) => ({
  orderId,
  status,
  sequence,
  type: EVENT_OF_STATUS[status],
});

export const refundAt = (orderId: string, status: OrderStatus, sequence: number) =>
  ({ orderId, status, sequence, type: 'PaymentRefunded' }) as const;

export const leaving = (leftovers: Partial<Leftovers>): Partial<Books> => ({
  leftovers: { unpublished: [], redrivenInVain: [], abandoned: [], ...leftovers },
});

export const replace = <T extends object>(entries: readonly T[], index: number, change: Partial<T>): readonly T[] =>
  entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
