import type { OrderStatus } from './order';

/** One event for each status that an order can take; it is written in the statement that changes the status. */
export const EVENT_OF_STATUS = {
  RECEIVED: 'OrderReceived',
  RESERVED: 'OrderReserved',
  CHARGED: 'OrderCharged',
  SHIPPING: 'OrderShipping',
  CONFIRMED: 'OrderConfirmed',
  REJECTED: 'OrderRejected',
  CANCELLED: 'OrderCancelled',
  NEEDS_REPAIR: 'OrderNeedsRepair',
} as const satisfies Record<OrderStatus, string>;

/** What happens to an order without changing its status; it takes a place of its own in the order's sequence. */
export const EVENT_WITHOUT_MOVE = { refund: 'PaymentRefunded' } as const;

export type OrderEventType =
  | (typeof EVENT_OF_STATUS)[OrderStatus]
  | (typeof EVENT_WITHOUT_MOVE)[keyof typeof EVENT_WITHOUT_MOVE];

export const ORDER_EVENT_TYPES: readonly OrderEventType[] = [
  ...Object.values(EVENT_OF_STATUS),
  ...Object.values(EVENT_WITHOUT_MOVE),
];

/** On the bus: who says it. */
export const EVENT_SOURCE = 'order-workflow';

/** Who says what is about webhook endpoints: another one, since consumers of orders may ask for all events of theirs. */
export const ENDPOINT_EVENT_SOURCE = 'order-workflow.webhooks';

/** Who says what is about circuits of outside services, for the same reason. */
export const CIRCUIT_EVENT_SOURCE = 'order-workflow.circuits';
