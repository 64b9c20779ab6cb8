import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { PlaceOrderRequest } from '../../../lambdas/contracts/place-order-request';
import type { IntakeRecord } from '../../../lambdas/ports/intake-store';
import type { OrderView } from '../../../lambdas/ports/order-reader';

export const ORDER_ID = '6f1ed002-ab5d-5f52-a6c1-000000000001';
export const CUSTOMER = 'customer-1';

export const orderRequest = (changes: object = {}): PlaceOrderRequest => ({
  lines: [
    { sku: 'TEA-1', quantity: 2 },
    { sku: 'POT-1', quantity: 1 },
  ],
  paymentMethodId: 'pm_card_visa',
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 St James Square',
    postalCode: 'SW1Y 4JH',
    city: 'London',
    country: 'GB',
  },
  email: 'ada@example.com',
  ...changes,
});

export const intakeRecord = (changes: Partial<IntakeRecord> = {}): IntakeRecord => ({
  ...orderRequest(),
  orderId: ORDER_ID,
  customerId: CUSTOMER,
  bodyHash: 'a'.repeat(64),
  acceptedAt: '2026-03-01T12:00:00.000Z',
  ...changes,
});

export const orderMessage = (changes: Partial<OrderMessage> = {}): OrderMessage => ({
  schemaVersion: 1,
  orderId: ORDER_ID,
  customerId: CUSTOMER,
  lines: [{ sku: 'TEA-1', quantity: 2 }],
  acceptedAt: '2026-03-01T12:00:00.000Z',
  ...changes,
});

export const orderView = (changes: Partial<OrderView> = {}): OrderView => ({
  orderId: ORDER_ID,
  customerId: CUSTOMER,
  status: 'CONFIRMED',
  version: 5,
  lines: [{ sku: 'TEA-1', quantity: 2 }],
  total: { amountMinor: 1998, currency: 'EUR' },
  acceptedAt: '2026-03-01T12:00:00.000Z',
  updatedAt: '2026-03-01T12:00:05.000Z',
  ...changes,
});

/** The n-th of a row of order ids that differ in their first digit too. */
export const orderIdNumber = (n: number): string =>
  `${(n % 16).toString(16)}f1ed002-ab5d-5f52-a6c1-${n.toString(16).padStart(12, '0')}`;
