import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { over, type Sabotage } from './sabotage';

/** Stores decide before they first pause, so the mark is hidden from them alone. */
function withoutMark<Answer>(database: InMemoryDatabase, orderId: string, run: () => Promise<Answer>): Promise<Answer> {
  const row = database.orders.get(orderId);
  if (row?.compensating !== true) {
    return run();
  }
  row.compensating = false;
  const answer = run();
  row.compensating = true;
  return answer;
}

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
