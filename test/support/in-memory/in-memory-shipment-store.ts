import { StepOutOfOrderError } from '../../../lambdas/domain/failures';
import type { ShipmentStore } from '../../../lambdas/ports/shipment-store';
import { hasEnded, type InMemoryDatabase } from './in-memory-database';

export function createInMemoryShipmentStore({ database }: { readonly database: InMemoryDatabase }): ShipmentStore {
  const { orders, shipments } = database;

  return {
    async beginShipment(orderId) {
      const order = orders.get(orderId);
      const shipment = shipments.get(orderId);
      const outOfOrder = { kind: 'out-of-order', status: order?.status ?? 'UNKNOWN' } as const;
      const bookable = order?.status === 'CHARGED' && !order.compensating;
      switch (shipment?.state) {
        case 'BOOKED':
          return shipment.shipmentId === undefined ? outOfOrder : { kind: 'booked', shipmentId: shipment.shipmentId };
        case 'REFUSED':
          return { kind: 'refused', reason: shipment.reason ?? 'unknown' };
        case 'CANCELLING':
          return { kind: shipment.reason === undefined ? 'undone' : 'refusing' };
        case 'CANCELLED':
          return { kind: 'undone' };
        case 'OPEN':
          if (bookable) {
            return { kind: 'open', lines: order.lines };
          }
          return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
        case undefined:
          if (bookable) {
            shipments.set(orderId, { state: 'OPEN' });
            return { kind: 'open', lines: order.lines };
          }
          return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
      }
    },

    async recordBooked(orderId, shipmentId) {
      const shipment = shipments.get(orderId);
      switch (shipment?.state) {
        case 'OPEN': {
          Object.assign(shipment, { state: 'BOOKED', shipmentId });
          const order = orders.get(orderId);
          if (order?.status === 'CHARGED' && !order.compensating) {
            database.move(order, 'SHIPPING');
          }
          return 'recorded';
        }
        case 'BOOKED':
          return 'recorded';
        case 'REFUSED':
        case 'CANCELLING':
        case 'CANCELLED':
          return 'undone';
        case undefined:
          throw new StepOutOfOrderError('BookShipment', 'UNKNOWN');
      }
    },

    async beginRefusal(orderId, reason) {
      const shipment = shipments.get(orderId);
      switch (shipment?.state) {
        case 'OPEN':
          Object.assign(shipment, { state: 'CANCELLING', reason });
          return 'recorded';
        case 'REFUSED':
          return 'recorded';
        case 'CANCELLING':
          return shipment.reason === undefined ? 'undone' : 'recorded';
        case 'CANCELLED':
          return 'undone';
        default:
          throw new StepOutOfOrderError('BookShipment', shipment?.state ?? 'UNKNOWN');
      }
    },

    async recordRefused(orderId) {
      const shipment = shipments.get(orderId);
      if (shipment?.state === 'CANCELLING' && shipment.reason !== undefined) {
        shipment.state = 'REFUSED';
      }
      return shipment?.state === 'REFUSED'
        ? { kind: 'refused', reason: shipment.reason ?? 'unknown' }
        : { kind: 'undone' };
    },

    async beginCancelShipment(orderId) {
      if (!database.beginCompensating(orderId)) {
        return { kind: 'order-confirmed' };
      }
      const shipment = shipments.get(orderId);
      switch (shipment?.state) {
        case 'OPEN':
        case 'BOOKED':
        case 'CANCELLING':
          shipment.state = 'CANCELLING';
          return { kind: 'open' };
        case undefined:
          shipments.set(orderId, { state: 'CANCELLED' });
          return { kind: 'done' };
        default:
          return { kind: 'done' };
      }
    },

    async recordShipmentCancelled(orderId) {
      const shipment = shipments.get(orderId);
      if (shipment === undefined || shipment.state === 'OPEN' || shipment.state === 'BOOKED') {
        throw new StepOutOfOrderError('CancelShipment', shipment?.state ?? 'UNKNOWN');
      }
      if (shipment.state === 'CANCELLING') {
        shipment.state = 'CANCELLED';
      }
    },
  };
}
