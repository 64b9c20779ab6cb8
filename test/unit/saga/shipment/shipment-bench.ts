import { OrderRejection } from '../../../../lambdas/domain/rejections';
import { createBookShipment } from '../../../../lambdas/saga/shipment/book-shipment';
import { createCancelShipment } from '../../../../lambdas/saga/shipment/cancel-shipment';
import { createInMemoryDatabase } from '../../../support/in-memory/in-memory-database';
import { createInMemoryInventoryStore } from '../../../support/in-memory/in-memory-inventory-store';
import { createInMemoryPaymentStore } from '../../../support/in-memory/in-memory-payment-store';
import { createInMemoryShipmentStore } from '../../../support/in-memory/in-memory-shipment-store';
import { createScript, type Move } from '../../../support/scripted-provider/script';
import { createScriptedCarrier } from '../../../support/scripted-provider/scripted-carrier';
import { underScript } from '../../../support/scripted-provider/under-script';

export const orderId = '5d0a7f62-1b3e-5c8d-a94f-7e2b6c1d0f38';

export const address = {
  name: 'Ada Lovelace',
  line1: '12 St James Square',
  postalCode: 'SW1Y 4JH',
  city: 'London',
  country: 'GB',
};

export type Ending = 'booked' | 'refused' | 'undone' | 'gave-up';

/** A charged order and the shipment steps over it; every call that leaves a step goes as the script says. */
export async function setUpShipment({
  moves = [],
  country = 'GB',
}: {
  readonly moves?: readonly Move[];
  readonly country?: string;
} = {}) {
  const price = { amountMinor: 500, currency: 'EUR' };
  const database = createInMemoryDatabase({ catalogue: [{ sku: 'tea', name: 'Tea', price, stock: 10 }] });
  const lines = [{ sku: 'tea', quantity: 2 }];
  await createInMemoryInventoryStore({ database }).reserve({
    ...{ orderId, customerId: 'customer-1', lines, acceptedAt: '2026-01-01T00:00:00.000Z' },
  });
  const payments = createInMemoryPaymentStore({ database });
  await payments.beginCharge(orderId);
  await payments.recordIntent(orderId, 'pi_1');
  await payments.recordCharged(orderId);

  const script = createScript(moves);
  const carrier = createScriptedCarrier(script);
  const store = createInMemoryShipmentStore({ database });
  const shipments = underScript(store, script);
  const personalData = underScript(
    { shippingAddressOf: async (_orderId: string) => ({ ...address, country }) },
    script,
  );

  const book = createBookShipment({ shipments, carrier, personalData });
  const cancel = createCancelShipment({ shipments, carrier });

  return {
    database,
    script,
    carrier,
    store,
    shipments,
    personalData,
    book: () => book({ orderId }),
    cancel: () => cancel({ orderId }),

    /** As Step Functions runs the step: a rejection at once, anything else again, within a bound. */
    async bookWithRetries(attempts = 4): Promise<Ending> {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        try {
          await book({ orderId });
          return 'booked';
        } catch (error) {
          if (error instanceof OrderRejection) {
            return error.name === 'ShipmentRefusedError' ? 'refused' : 'undone';
          }
        }
      }
      return 'gave-up';
    },
    async cancelWithRetries(): Promise<void> {
      for (let attempt = 0; attempt < 60; attempt += 1) {
        try {
          await cancel({ orderId });
          return;
        } catch {
          // Step Functions would wait and call it again.
        }
      }
      throw new Error('the undo did not end within 60 attempts');
    },
    atCarrier: () => carrier.stateOf(orderId),
    statusOf: () => database.orders.get(orderId)?.status,
    shipmentState: () => database.shipments.get(orderId)?.state,
  };
}
