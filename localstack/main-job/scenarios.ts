import { randomUUID } from 'node:crypto';
import type { OrderRequest, Shop } from './shop';

export interface Expectation {
  readonly status: 'CONFIRMED' | 'REJECTED';
  /** The customer-facing code of the rejection. */
  readonly reason?: string;
}

export interface PlacedOrder extends Expectation {
  readonly scenario: string;
  readonly orderId: string;
}

/** What a scenario needs besides the API: the queue, to deliver what no customer could send. */
export interface OrderQueueAccess {
  /** Sends a copy of the order's message, as SQS does when it delivers twice. */
  redeliver(orderId: string, request: OrderRequest): Promise<void>;
  sendRaw(body: string): Promise<void>;
}

export interface Scenario {
  readonly name: string;
  run(shop: Shop, queue: OrderQueueAccess): Promise<readonly PlacedOrder[]>;
}

const address = {
  name: 'Ada Lovelace',
  line1: '12 St James Square',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
};

export const orderOf = (change: Partial<OrderRequest> = {}): OrderRequest => ({
  lines: [{ sku: 'TEA-ASSAM-250', quantity: 2 }],
  paymentMethodId: 'pm_card_visa',
  shippingAddress: address,
  email: 'ada@shop.example',
  ...change,
});

/** The postal code for which the carrier simulator refuses every shipment. */
const REFUSED_POSTAL_CODE = '00000';

const rejected = (reason: string): Expectation => ({ status: 'REJECTED', reason });
const confirmed: Expectation = { status: 'CONFIRMED' };

const placing = (name: string, request: OrderRequest, expectation: Expectation): Scenario => ({
  name,
  run: async (shop) => [{ scenario: name, ...expectation, orderId: await accepted(shop, request) }],
});

async function accepted(shop: Shop, request: OrderRequest, key?: string): Promise<string> {
  const { status, orderId } = await shop.place(request, key);
  if (status !== 202 || orderId === undefined) {
    throw new Error(`expected POST /orders to answer 202, got ${status}`);
  }
  return orderId;
}

const sameKeyTwice: Scenario = {
  name: 'same key twice',
  async run(shop) {
    const key = randomUUID();
    const answers = await Promise.all([shop.place(orderOf(), key), shop.place(orderOf(), key)]);
    const [orderId, ...others] = new Set(answers.map((answer) => answer.orderId));
    if (orderId === undefined || others.length > 0) {
      throw new Error(`expected one order id for one key, got ${answers.map((answer) => answer.orderId).join(', ')}`);
    }
    return [{ scenario: this.name, ...confirmed, orderId }];
  },
};

const otherBodySameKey: Scenario = {
  name: 'same key, other body',
  async run(shop) {
    const key = randomUUID();
    const orderId = await accepted(shop, orderOf(), key);
    const { status } = await shop.place(orderOf({ lines: [{ sku: 'TEA-ASSAM-250', quantity: 3 }] }), key);
    if (status !== 422) {
      throw new Error(`expected another body under the same key to answer 422, got ${status}`);
    }
    return [{ scenario: this.name, ...confirmed, orderId }];
  },
};

const sameMessageTwice: Scenario = {
  name: 'same message twice',
  async run(shop, queue) {
    const request = orderOf();
    const orderId = await accepted(shop, request);
    await Promise.all([queue.redeliver(orderId, request), queue.redeliver(orderId, request)]);
    return [{ scenario: this.name, ...confirmed, orderId }];
  },
};

const poison: Scenario = {
  name: 'poison message',
  async run(_shop, queue) {
    await queue.sendRaw('{"schemaVersion":1,"orderId":"not-an-id"}');
    return [];
  },
};

/** One of each kind of order, and of each accident on the way in. */
export const SCENARIOS: readonly Scenario[] = [
  placing('one line', orderOf(), confirmed),
  placing(
    'two lines',
    orderOf({
      lines: [
        { sku: 'TEA-ASSAM-250', quantity: 1 },
        { sku: 'MUG-CLASSIC', quantity: 4 },
      ],
    }),
    confirmed,
  ),
  placing('card declined', orderOf({ paymentMethodId: 'pm_card_visa_chargeDeclined' }), rejected('payment_declined')),
  placing(
    'insufficient funds',
    orderOf({ paymentMethodId: 'pm_card_visa_chargeDeclinedInsufficientFunds' }),
    rejected('payment_declined'),
  ),
  placing(
    'asks for 3-D Secure',
    orderOf({ paymentMethodId: 'pm_card_authenticationRequired' }),
    rejected('payment_declined'),
  ),
  placing('out of stock', orderOf({ lines: [{ sku: 'POT-LIMITED', quantity: 1000 }] }), rejected('out_of_stock')),
  placing(
    'price has changed',
    orderOf({ expectedTotal: { amountMinor: 1, currency: 'EUR' } }),
    rejected('total_changed'),
  ),
  placing(
    'carrier refuses',
    orderOf({ shippingAddress: { ...address, postalCode: REFUSED_POSTAL_CODE } }),
    rejected('shipment_refused'),
  ),
  sameKeyTwice,
  otherBodySameKey,
  sameMessageTwice,
  poison,
];
