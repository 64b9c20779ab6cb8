import type { Order } from '../../../lambdas/domain/order';
import type { Stores } from './store-world';

export type Stage = 'reserved' | 'charge-open' | 'charged' | 'shipment-open' | 'shipping' | 'confirmed';

const STAGES: readonly Stage[] = ['reserved', 'charge-open', 'charged', 'shipment-open', 'shipping', 'confirmed'];

export const intentOf = (orderId: string): string => `pi_${orderId}`;
export const shipmentOf = (orderId: string): string => `shp_${orderId}`;

/** Carries an order up to a stage, as the saga's steps would. */
export async function carryOrder(stores: Stores, order: Order, until: Stage): Promise<void> {
  const { orderId } = order;
  const steps: Record<Stage, () => Promise<unknown>> = {
    reserved: () => stores.inventory.reserve(order),
    'charge-open': async () => {
      await stores.payments.beginCharge(orderId);
      await stores.payments.recordIntent(orderId, intentOf(orderId));
    },
    charged: () => stores.payments.recordCharged(orderId),
    'shipment-open': () => stores.shipments.beginShipment(orderId),
    shipping: () => stores.shipments.recordBooked(orderId, shipmentOf(orderId)),
    confirmed: () => stores.orders.confirm(orderId),
  };
  for (const stage of STAGES.slice(0, STAGES.indexOf(until) + 1)) {
    await steps[stage]();
  }
}
