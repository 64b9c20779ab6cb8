import type { Order } from '../../../lambdas/domain/order';
import type { Stores } from '../contracts/store-world';
import { orderForTea, orderIdOf } from '../mothers/order-mother';

/** What one step of the saga does to the books, as often as it is asked to. */
export type Work = (stores: Stores) => Promise<unknown>;

export const orderNumber = (n: number): Order => ({ ...orderForTea(1), orderId: orderIdOf(n) });

/** Six of eight orders are confirmed, one is declined, one is refunded since it cannot be shipped. */
export const wayOf = (n: number): 'confirmed' | 'declined' | 'refunded' =>
  n % 8 === 6 ? 'declined' : n % 8 === 7 ? 'refunded' : 'confirmed';

/** The steps of the n-th order. */
export function stepsOf(n: number): readonly Work[] {
  const order = orderNumber(n);
  const { orderId } = order;

  const reserve: Work = ({ inventory }) => inventory.reserve(order);
  const charge: Work = async ({ payments }) => {
    await payments.beginCharge(orderId);
    await payments.recordIntent(orderId, `pi_${n}`);
    await payments.recordCharged(orderId);
  };
  const ship: Work = async ({ shipments }) => {
    await shipments.beginShipment(orderId);
    await shipments.recordBooked(orderId, `shp_${n}`);
  };
  const confirm: Work = ({ orders }) => orders.confirm(orderId);
  const release: Work = ({ inventory }) => inventory.release(orderId);

  const declined: Work = async ({ payments }) => {
    await payments.beginCharge(orderId);
    await payments.recordIntent(orderId, `pi_${n}`);
    await payments.recordDeclined(orderId, 'card_declined', `pi_${n}`);
  };
  const refused: Work = async ({ shipments }) => {
    await shipments.beginShipment(orderId);
    await shipments.beginRefusal(orderId, 'address_unknown');
    await shipments.recordRefused(orderId);
  };
  const refund: Work = async ({ payments }) => {
    const begun = await payments.beginRefund(orderId);
    if (begun.kind === 'open') {
      await payments.recordRefunded(orderId, `re_${n}`);
    }
  };
  const reject =
    (reason: string): Work =>
    ({ orders }) =>
      orders.reject(order, reason);

  switch (wayOf(n)) {
    case 'declined':
      return [reserve, declined, release, reject('PaymentDeclinedError')];
    case 'refunded':
      return [reserve, charge, refused, refund, release, reject('ShipmentRefusedError')];
    case 'confirmed':
      return [reserve, charge, ship, confirm];
  }
}
