import fc from 'fast-check';
import { orderIdOf, orderOf } from '../mothers/order-mother';
import type { Stores } from './store-world';

/** One call of one store for one of a few orders, as data: so that it can be printed, shrunk and run twice. */
export interface StoreCall {
  readonly method: keyof typeof METHODS;
  /** Which order. */
  readonly n: number;
}

/** What the orders of these calls want: enough to be in each other's way. */
const LINES = [
  [{ sku: 'TEA', quantity: 3 }],
  [
    { sku: 'POT', quantity: 1 },
    { sku: 'TEA', quantity: 1 },
  ],
  [
    { sku: 'TEA', quantity: 1 },
    { sku: 'POT', quantity: 1 },
    { sku: 'TEA', quantity: 1 },
  ],
];

export const orderNumber = (n: number) => orderOf(LINES[n % LINES.length] ?? [], { orderId: orderIdOf(n) });

export const METHODS = {
  reserve: ({ inventory }: Stores, n: number) => inventory.reserve(orderNumber(n)),
  release: ({ inventory }: Stores, n: number) => inventory.release(orderIdOf(n)),
  beginCharge: ({ payments }: Stores, n: number) => payments.beginCharge(orderIdOf(n)),
  recordIntent: ({ payments }: Stores, n: number) => payments.recordIntent(orderIdOf(n), `pi_${n}`),
  recordOtherIntent: ({ payments }: Stores, n: number) => payments.recordIntent(orderIdOf(n), `pi_other_${n}`),
  recordCharged: ({ payments }: Stores, n: number) => payments.recordCharged(orderIdOf(n)),
  recordDeclined: ({ payments }: Stores, n: number) => payments.recordDeclined(orderIdOf(n), 'card_declined'),
  recordIntentDeclined: ({ payments }: Stores, n: number) =>
    payments.recordDeclined(orderIdOf(n), 'card_declined', `pi_${n}`),
  beginRefund: ({ payments }: Stores, n: number) => payments.beginRefund(orderIdOf(n)),
  recordVoided: ({ payments }: Stores, n: number) => payments.recordVoided(orderIdOf(n)),
  recordRefunded: ({ payments }: Stores, n: number) => payments.recordRefunded(orderIdOf(n), `re_${n}`),
  recordRefundFailed: ({ paymentRecords }: Stores, n: number) =>
    paymentRecords.recordRefundFailed(orderIdOf(n), `re_${n}`),
  recordOtherRefundFailed: ({ paymentRecords }: Stores, n: number) =>
    paymentRecords.recordRefundFailed(orderIdOf(n), `re_other_${n}`),
  findPayment: ({ paymentRecords }: Stores, n: number) =>
    paymentRecords.find({ intentId: `pi_${n}`, orderId: orderIdOf(n + 1) }),
  beginShipment: ({ shipments }: Stores, n: number) => shipments.beginShipment(orderIdOf(n)),
  recordBooked: ({ shipments }: Stores, n: number) => shipments.recordBooked(orderIdOf(n), `shp_${n}`),
  beginRefusal: ({ shipments }: Stores, n: number) => shipments.beginRefusal(orderIdOf(n), 'address_unknown'),
  recordRefused: ({ shipments }: Stores, n: number) => shipments.recordRefused(orderIdOf(n)),
  beginCancelShipment: ({ shipments }: Stores, n: number) => shipments.beginCancelShipment(orderIdOf(n)),
  recordShipmentCancelled: ({ shipments }: Stores, n: number) => shipments.recordShipmentCancelled(orderIdOf(n)),
  callOff: ({ held }: Stores, n: number) => held.callOff({ orderId: orderIdOf(n), forMs: 0 }),
  confirm: ({ orders }: Stores, n: number) => orders.confirm(orderIdOf(n)),
  reject: ({ orders }: Stores, n: number) => orders.reject(orderNumber(n), 'OutOfStockError'),
  park: ({ orders }: Stores, n: number) => orders.markNeedsRepair(orderNumber(n), 'ExecutionFailed', []),
  parkWithSteps: ({ orders }: Stores, n: number) =>
    orders.markNeedsRepair(orderNumber(n), 'ProcessingFailed', [{ step: 'RefundPayment', error: 'States.Timeout' }]),
} as const;

/** The way of an order without trouble, which chance alone would seldom go to its end. */
export const HAPPY_WAY = [
  ...['reserve', 'beginCharge', 'recordIntent', 'recordCharged'],
  ...['beginShipment', 'recordBooked', 'confirm'],
] as readonly StoreCall['method'][];

/** What a call came to: an answer, or the name and message of what it threw. */
export async function outcomeOf({ method, n }: StoreCall, stores: Stores): Promise<unknown> {
  try {
    return (await METHODS[method](stores, n)) ?? 'done';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error;
  }
}

const anyMethod = fc.constantFrom(...(Object.keys(METHODS) as (keyof typeof METHODS)[]));

/** Parts of the happy way of several orders, mixed, with any calls in between. */
export const storeCalls = (orders: number, maxLength: number): fc.Arbitrary<readonly StoreCall[]> =>
  fc
    .array(
      fc.oneof(
        {
          weight: 3,
          arbitrary: fc.record({ n: fc.nat(orders - 1), steps: fc.integer({ min: 1, max: HAPPY_WAY.length }) }),
        },
        { weight: 2, arbitrary: fc.record({ n: fc.nat(orders - 1), method: anyMethod }) },
      ),
      { minLength: 1, maxLength },
    )
    .map((parts) =>
      parts.flatMap((part): StoreCall[] =>
        'steps' in part ? HAPPY_WAY.slice(0, part.steps).map((method) => ({ method, n: part.n })) : [part],
      ),
    );
