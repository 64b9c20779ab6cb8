import { StepOutOfOrderError } from '../../../lambdas/domain/failures';
import { untilDecided } from '../../../lambdas/persistence/postgres/until-decided';
import type { RecordOutcome } from '../../../lambdas/ports/payment-store';
import type { BeginShipmentOutcome, ShipmentStore } from '../../../lambdas/ports/shipment-store';
import { hasEnded, type InMemoryDatabase, type OrderRow, type ShipmentRow } from './in-memory-database';

/** Each method is a statement that changes what it may, and when that is nothing, another that says why. */
export function createInMemoryShipmentStore({ database }: { readonly database: InMemoryDatabase }): ShipmentStore {
  const { orders, shipments, statement } = database;

  /** Changes a shipment in this state. Undefined: it is in another, or there is none. */
  const changeIf = async (
    name: string,
    orderId: string,
    state: ShipmentRow['state'],
    change: (shipment: ShipmentRow) => void,
  ): Promise<ShipmentRow | undefined> =>
    statement(name, () => {
      const shipment = shipments.get(orderId);
      if (shipment?.state !== state) {
        return undefined;
      }
      change(shipment);
      return { ...shipment };
    });

  const standing = async (orderId: string): Promise<ShipmentRow | undefined> =>
    statement('read-shipment', () => {
      const shipment = shipments.get(orderId);
      return shipment && { ...shipment };
    });

  const whyNotRecorded = async (
    orderId: string,
    stands: (shipment: ShipmentRow) => boolean,
  ): Promise<RecordOutcome> => {
    const shipment = await standing(orderId);
    if (shipment !== undefined && stands(shipment)) {
      return 'recorded';
    }
    if (shipment === undefined || shipment.state === 'OPEN' || shipment.state === 'BOOKED') {
      throw new StepOutOfOrderError('BookShipment', shipment?.state ?? 'UNKNOWN');
    }
    return 'undone';
  };

  return {
    beginShipment: (orderId) =>
      untilDecided('beginShipment', async () => {
        const lines = await statement('open-shipment', () => {
          const order = orders.get(orderId);
          if (!isBookable(order) || shipments.has(orderId)) {
            return undefined;
          }
          shipments.set(orderId, { state: 'OPEN' });
          return order?.lines;
        });
        return lines === undefined
          ? statement('read-shipment', () => whyNotBegun(orders.get(orderId), shipments.get(orderId)))
          : { kind: 'open', lines };
      }),

    async recordBooked(orderId, shipmentId) {
      const booked = await changeIf('record-booked', orderId, 'OPEN', (shipment) => {
        Object.assign(shipment, { state: 'BOOKED', shipmentId });
        const order = orders.get(orderId);
        if (order?.status === 'CHARGED' && !order.compensating) {
          database.move(order, 'SHIPPING');
        }
      });
      return booked === undefined ? whyNotRecorded(orderId, ({ state }) => state === 'BOOKED') : 'recorded';
    },

    async beginRefusal(orderId, reason) {
      const refusing = await changeIf('begin-refusal', orderId, 'OPEN', (shipment) => {
        Object.assign(shipment, { state: 'CANCELLING', reason });
      });
      const isRefused = ({ state, reason: known }: ShipmentRow): boolean =>
        state === 'REFUSED' || (state === 'CANCELLING' && known !== undefined);
      return refusing === undefined ? whyNotRecorded(orderId, isRefused) : 'recorded';
    },

    async recordRefused(orderId) {
      const refused = await statement('record-refused', () => {
        const shipment = shipments.get(orderId);
        if (shipment?.state !== 'CANCELLING' || shipment.reason === undefined) {
          return undefined;
        }
        shipment.state = 'REFUSED';
        return { ...shipment };
      });
      const shipment = refused ?? (await standing(orderId));
      return shipment?.state === 'REFUSED'
        ? { kind: 'refused', reason: shipment.reason ?? 'unknown' }
        : { kind: 'undone' };
    },

    async beginCancelShipment(orderId) {
      return statement('begin-cancel-shipment', () => {
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
      });
    },

    async recordShipmentCancelled(orderId) {
      const cancelled = await changeIf('record-shipment-cancelled', orderId, 'CANCELLING', (shipment) => {
        shipment.state = 'CANCELLED';
      });
      const { state } = cancelled ?? (await standing(orderId)) ?? {};
      if (state !== 'CANCELLED' && state !== 'REFUSED') {
        throw new StepOutOfOrderError('CancelShipment', state ?? 'UNKNOWN');
      }
    },
  };
}

const isBookable = (order: OrderRow | undefined): boolean => order?.status === 'CHARGED' && !order.compensating;

/** Undefined: it can be begun by now. */
function whyNotBegun(order: OrderRow | undefined, shipment: ShipmentRow | undefined): BeginShipmentOutcome | undefined {
  const outOfOrder = { kind: 'out-of-order', status: order?.status ?? 'UNKNOWN' } as const;
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
      if (isBookable(order)) {
        return { kind: 'open', lines: order?.lines ?? [] };
      }
      return hasEnded(order) ? { kind: 'undone' } : outOfOrder;
    case undefined:
      if (hasEnded(order)) {
        return { kind: 'undone' };
      }
      return isBookable(order) ? undefined : outOfOrder;
  }
}
