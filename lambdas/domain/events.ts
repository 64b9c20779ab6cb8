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
export type OrderEventType = (typeof EVENT_OF_STATUS)[OrderStatus];
