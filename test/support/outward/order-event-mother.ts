import type { EventOfType, OrderEvent } from '../../../lambdas/contracts/order-event';
import { CUSTOMER, ORDER_ID } from '../intake/order-mother';

const envelope = {
  version: 1,
  orderId: ORDER_ID,
  customerId: CUSTOMER,
  occurredAt: '2026-03-01T12:00:05.000Z',
} as const;

export const orderConfirmed = (changes: Partial<EventOfType<'OrderConfirmed'>> = {}): OrderEvent => ({
  ...envelope,
  eventId: 'e0a1c7de-9d1f-4f5c-8f3f-5a3f6f0d2b11',
  type: 'OrderConfirmed',
  status: 'CONFIRMED',
  sequence: 5,
  lines: [{ sku: 'TEA-1', quantity: 2 }],
  total: { amountMinor: 17_80, currency: 'EUR' },
  ...changes,
});

export const orderRejected = (changes: Partial<EventOfType<'OrderRejected'>> = {}): OrderEvent => ({
  ...envelope,
  eventId: 'a3d4c9c2-3f0e-4a38-9c0a-0c6f5f0f9d22',
  type: 'OrderRejected',
  status: 'REJECTED',
  sequence: 3,
  reason: 'PaymentDeclinedError',
  ...changes,
});

export const orderCancelled = (changes: Partial<EventOfType<'OrderCancelled'>> = {}): OrderEvent => ({
  ...envelope,
  eventId: 'b7c6f1c0-4b5e-4d1c-8f43-6f9f7a1f0e33',
  type: 'OrderCancelled',
  status: 'CANCELLED',
  sequence: 7,
  ...changes,
});

export const orderReserved = (changes: Partial<EventOfType<'OrderReserved'>> = {}): OrderEvent => ({
  ...envelope,
  eventId: 'c1d0a8f6-7a67-4b43-8e37-4f8a1b2c3d44',
  type: 'OrderReserved',
  status: 'RESERVED',
  sequence: 2,
  lines: [{ sku: 'TEA-1', quantity: 2 }],
  total: { amountMinor: 17_80, currency: 'EUR' },
  ...changes,
});
