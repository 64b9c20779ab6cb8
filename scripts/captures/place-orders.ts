import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DependencyUnavailableError } from '../../lambdas/domain/failures';
import type { Endpoints } from '../../localstack/endpoints';
import { orderOf } from '../../localstack/main-job/scenarios';
import type { OrderRequest } from '../../localstack/main-job/shop';
import { deadLetterMother } from '../../test/support/dead-letters/dead-letter-mother';
import { newCustomer } from '../../test/support/end-to-end/customer';
import { eventually } from '../../test/support/end-to-end/eventually';
import { deadLetteredAndReplayed } from '../../test/support/end-to-end/replayed-order';

/** The orders that are shown. */
export interface ShownOrders {
  readonly confirmed: string;
  readonly compensated: string;
  readonly replayed: string;
  /** In `NEEDS_REPAIR`. */
  readonly broken: string;
}

const ORDERS_BESIDE = 24;
const EVERY_MS = 600;
const MINUTES = 55;
const ENDED = ['CONFIRMED', 'REJECTED', 'NEEDS_REPAIR'];
const unreachable = { ...orderOf().shippingAddress, postalCode: '00000' };

/** Real orders of a shop: those that are shown, and others, so that there is something to see around them. */
export async function placeOrders({ postgres }: Endpoints): Promise<ShownOrders> {
  const customer = newCustomer();
  const place = async (change: Partial<OrderRequest> = {}): Promise<string> =>
    (await customer.shop.place(orderOf(change))).orderId ?? '';
  const untilEnded = (orderId: string) =>
    eventually(
      () => customer.shop.find(orderId),
      ({ status }) => ENDED.includes(status),
      { withinMs: 180_000 },
    );

  const others: string[] = [];
  for (let number = 0; number < ORDERS_BESIDE; number += 1) {
    others.push(await place(number % 6 === 4 ? { paymentMethodId: 'pm_card_visa_chargeDeclined' } : {}));
    await sleep(EVERY_MS);
  }
  await Promise.all(others.map(untilEnded));
  await spreadOverAnHour(postgres.url, others);

  const broken = await place({ paymentMethodId: 'pm_card_refundFail', shippingAddress: unreachable });
  const compensated = await place({ shippingAddress: unreachable });
  const replayed = await deadLetteredAndReplayed(customer);
  const confirmed = await place();
  await Promise.all([broken, compensated, replayed, confirmed].map(untilEnded));
  const mother = deadLetterMother(customer);
  await mother.transient(new DependencyUnavailableError('Step Functions'));
  await mother.transient(new DependencyUnavailableError('Step Functions'));
  return { confirmed, compensated, replayed, broken };
}

/** Nobody wants to wait for an hour of trade: orders of a minute are moved into the one before. How long each took stays. */
async function spreadOverAnHour(url: string, orderIds: readonly string[]): Promise<void> {
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    for (const [index, orderId] of orderIds.entries()) {
      const minutes = MINUTES - (MINUTES * (index + Math.sin(index))) / orderIds.length;
      await session.query(
        `UPDATE orders SET accepted_at = accepted_at - $2 * interval '1 minute', updated_at = updated_at - $2 * interval '1 minute'
         WHERE order_id = $1`,
        [orderId, minutes],
      );
    }
  } finally {
    await session.end();
  }
}
