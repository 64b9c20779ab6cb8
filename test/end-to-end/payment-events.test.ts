import { randomUUID } from 'node:crypto';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import { orderIdOf } from '../../lambdas/domain/order-id';
import { ACTION, COMPENSATION } from '../../lib/constructs/order-saga-policies';
import { orderOf } from '../../localstack/main-job/scenarios';
import type { FaultRuleInput } from '../../localstack/simulator/fault-script';
import { type Customer, newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { outside } from '../support/end-to-end/outside';
import { quietBooks } from '../support/end-to-end/quiet-books';

jest.setTimeout(300_000);

/** Long enough for the undo to be tried and given up. */
const HELD_UP_MS = 45_000;

const provider = outside('paymentProvider');
/** Nobody ships there, so the order is undone after it was charged. */
const undeliverable = { ...orderOf().shippingAddress, postalCode: '00000' };

const moneyOf = async (orderId: string) => {
  const { payments } = await quietBooks();
  return payments.find((payment) => payment.orderId === orderId);
};
/** With faults of the provider that are in place before the order is, and meant for it alone. */
async function placeWith(
  { customerId, shop }: Customer,
  rulesFor: (match: { readonly orderId: string }) => readonly FaultRuleInput[],
): Promise<string> {
  const idempotencyKey = randomUUID();
  const orderId = orderIdOf({ customerId, idempotencyKey });
  await provider.fail(...rulesFor({ orderId }));
  await shop.place(orderOf(), idempotencyKey);
  return orderId;
}

const untilEnded = (shop: Customer['shop'], orderId: string, status: string) =>
  eventually(
    () => shop.find(orderId),
    (order) => order.status === status,
    { withinMs: 90_000 },
  );

describe('Events of the payment provider', () => {
  afterEach(async () => {
    await provider.make('webhooks', { hold: false, copies: 1, delayMs: 0 });
  });

  it('row 34: a capture that comes after the undo is given back at once, and the books agree', async () => {
    const { shop } = newCustomer();
    const { orderId = '' } = await shop.place(orderOf({ paymentMethodId: 'pm_card_chargeDeclined' }));
    await untilEnded(shop, orderId, 'REJECTED');
    expect(await moneyOf(orderId)).toMatchObject({ captures: 0 });

    await provider.make('capture-late', { orderId });

    await eventually(
      () => moneyOf(orderId),
      (money) => money?.refunds === 1,
    );
    expect(await moneyOf(orderId)).toMatchObject({ captures: 1, capturedMinor: 1780, refunds: 1, refundedMinor: 1780 });
    expect((await shop.find(orderId)).status).toBe('REJECTED');
    expect(checkBooks(await quietBooks())).toEqual([]);
  });

  it('row 34: a confirmation that was held up on its way, until after an undo that never got through, is given back', async () => {
    const customer = newCustomer();
    const { shop } = customer;
    const orderId = await placeWith(customer, (match) => [
      { match: { ...match, operation: 'confirm-intent' }, fault: 'effect-later', delayMs: HELD_UP_MS },
      // Busy, not away: an order waits for a provider that is away.
      { match: { ...match, operation: 'retrieve-intent' }, fault: 'status-409', times: ACTION.retry.maxAttempts },
      {
        match: { ...match, operation: 'cancel-intent' },
        fault: 'status-409',
        times: COMPENSATION.retry.maxAttempts + 1,
      },
    ]);
    await untilEnded(shop, orderId, 'NEEDS_REPAIR');

    await eventually(
      () => moneyOf(orderId),
      (money) => money?.refunds === 1,
      { withinMs: 2 * HELD_UP_MS },
    );

    const books = await quietBooks();
    expect(books.payments.find((payment) => payment.orderId === orderId)).toMatchObject({ captures: 1, refunds: 1 });
    expect(books.orders.find((order) => order.orderId === orderId)?.unfinished).toEqual(['RefundPayment']);
    expect(checkBooks(books)).toEqual([]);
  });

  it('row 34: events that come twice, late and backwards leave the order and its books as they are', async () => {
    await provider.make('webhooks', { hold: true, copies: 3 });
    const { shop } = newCustomer();
    const { orderId: confirmed = '' } = await shop.place(orderOf());
    const { orderId: undone = '' } = await shop.place(orderOf({ shippingAddress: undeliverable }));
    await untilEnded(shop, confirmed, 'CONFIRMED');
    await untilEnded(shop, undone, 'REJECTED');

    await provider.make('release-events', { order: 'reversed' });

    const books = await quietBooks();
    expect(books.payments.find(({ orderId }) => orderId === confirmed)).toMatchObject({ captures: 1, refunds: 0 });
    expect(books.payments.find(({ orderId }) => orderId === undone)).toMatchObject({ captures: 1, refunds: 1 });
    expect(checkBooks(books)).toEqual([]);
    expect((await shop.find(confirmed)).status).toBe('CONFIRMED');
    expect((await shop.find(undone)).status).toBe('REJECTED');
  });

  it('row 34: a forged event is refused, and nothing happens', async () => {
    const { shop } = newCustomer();
    const { orderId = '' } = await shop.place(orderOf({ shippingAddress: undeliverable }));
    await untilEnded(shop, orderId, 'REJECTED');
    const before = await quietBooks();

    const forged = await provider.make('forge-event', {
      body: JSON.stringify({
        ...{ id: 'evt_forged', object: 'event', created: 1, type: 'refund.failed' },
        data: { object: { id: 're_1', object: 'refund', payment_intent: 'pi_1', metadata: { orderId } } },
      }),
    });

    expect(forged).toMatchObject({ status: 400 });
    expect(await quietBooks()).toEqual(before);
  });

  it('a refund that the bank returns opens its order again, for an operator to see', async () => {
    const { shop } = newCustomer();
    const { orderId = '' } = await shop.place(orderOf({ shippingAddress: undeliverable }));
    await untilEnded(shop, orderId, 'REJECTED');

    await provider.make('return-refunds', { orderId });

    await untilEnded(shop, orderId, 'NEEDS_REPAIR');
    const books = await quietBooks();
    expect(books.orders.find((order) => order.orderId === orderId)?.unfinished).toEqual(['RefundPayment']);
    expect(checkBooks(books)).toEqual([]);
  });
});
