import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { pretending } from './pretending';
import { over, type Sabotage } from './sabotage';

const withoutMark = <Answer>(
  database: InMemoryDatabase,
  orderId: string,
  run: () => Promise<Answer>,
): Promise<Answer> => pretending(database, { orderId, compensating: true }, { compensating: false }, run);

/** A parcel is asked for of an order that was called off. */
export const noBookingOnceCalledOff: Sabotage = {
  stores: ({ shipments }, database) => ({
    shipments: over(shipments, {
      beginShipment: (orderId) => withoutMark(database, orderId, () => shipments.beginShipment(orderId)),
    }),
  }),
};

/** A charge is begun of an order that was called off. */
export const noChargeOnceCalledOff: Sabotage = {
  stores: ({ payments }, database) => ({
    payments: over(payments, {
      beginCharge: (orderId) => withoutMark(database, orderId, () => payments.beginCharge(orderId)),
    }),
  }),
};
