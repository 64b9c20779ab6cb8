import { over, type Sabotage } from './sabotage';

/** An undo that finds no shipment leaves nothing behind, and one that finds a booking on its way forgets it. */
export const shipmentTombstone: Sabotage = {
  stores: ({ shipments }, database) => ({
    shipments: over(shipments, {
      async beginCancelShipment(orderId) {
        const shipment = database.shipments.get(orderId);
        if (database.orders.get(orderId)?.status === 'CONFIRMED') {
          return { kind: 'order-confirmed' };
        }
        return shipment?.state === 'BOOKED' ? shipments.beginCancelShipment(orderId) : { kind: 'done' };
      },
    }),
  }),
};

/** The carrier cancels what it has, and forgets that it was asked to. */
export const carrierTombstone: Sabotage = {
  world: (world) => {
    const { carrier } = world.ports;
    const forgetful = over(carrier, {
      async cancel(orderId) {
        if (world.shipments().some((shipment) => shipment.orderId === orderId)) {
          await carrier.cancel(orderId);
        }
      },
    });
    return over(world, { ports: over(world.ports, { carrier: forgetful }) });
  },
};

/** A booking that finds itself undone is left at the carrier. */
export const lateBookingsAreCancelled: Sabotage = {
  ports: ({ carrier }, state) =>
    state === 'BookShipment' ? { carrier: over(carrier, { cancel: async () => {} }) } : {},
};

/** A refusal is taken for the carrier's word on everything that it was asked before. */
export const refusalsAreOfOneRequest: Sabotage = {
  ports: ({ carrier, shipments }, state) => {
    let believes = false;
    return state !== 'BookShipment'
      ? {}
      : {
          shipments: over(shipments, {
            beginRefusal(orderId, reason) {
              believes = true;
              return shipments.beginRefusal(orderId, reason);
            },
          }),
          carrier: over(carrier, { cancel: async (orderId) => (believes ? undefined : carrier.cancel(orderId)) }),
        };
  },
};

/** The carrier is asked before anything is written down. */
export const bookingIsOnRecordFirst: Sabotage = {
  stores: ({ shipments }, database) => ({
    shipments: over(shipments, {
      async beginShipment(orderId) {
        const begun = await shipments.beginShipment(orderId);
        if (begun.kind === 'open') {
          database.shipments.delete(orderId);
        }
        return begun;
      },
      async recordBooked(orderId, shipmentId) {
        if (!database.shipments.has(orderId)) {
          database.shipments.set(orderId, { state: 'OPEN' });
        }
        return shipments.recordBooked(orderId, shipmentId);
      },
      async beginRefusal(orderId, reason) {
        if (!database.shipments.has(orderId)) {
          database.shipments.set(orderId, { state: 'OPEN' });
        }
        return shipments.beginRefusal(orderId, reason);
      },
    }),
  }),
};

/** A refusal that was begun is taken for one that is done. */
export const refusalsAreFinished: Sabotage = {
  stores: ({ shipments }, database) => ({
    shipments: over(shipments, {
      async beginShipment(orderId) {
        const begun = await shipments.beginShipment(orderId);
        const shipment = database.shipments.get(orderId);
        if (begun.kind !== 'refusing' || shipment === undefined) {
          return begun;
        }
        shipment.state = 'REFUSED';
        return { kind: 'refused', reason: shipment.reason ?? '' };
      },
    }),
  }),
};
