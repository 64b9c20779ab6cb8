import { createInMemoryDatabase, type InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { createInMemoryHeldReservations } from '../../support/in-memory/in-memory-held-reservations';
import { createInMemoryInventoryStore } from '../../support/in-memory/in-memory-inventory-store';
import { createInMemoryOrderPages } from '../../support/in-memory/in-memory-order-pages';
import { createInMemoryOrderResolutions } from '../../support/in-memory/in-memory-order-resolutions';
import { createInMemoryOrderStore } from '../../support/in-memory/in-memory-order-store';
import { createInMemoryOrdersOnRecord } from '../../support/in-memory/in-memory-orders-on-record';
import { createInMemoryOutbox, noteInMemoryEvents } from '../../support/in-memory/in-memory-outbox';
import { createInMemoryPaymentRecords } from '../../support/in-memory/in-memory-payment-records';
import { createInMemoryPaymentStore } from '../../support/in-memory/in-memory-payment-store';
import { createInMemoryShipmentStore } from '../../support/in-memory/in-memory-shipment-store';
import { snapshotOf } from '../../support/in-memory/in-memory-world';
import { CATALOGUE } from '../../support/mothers/catalogue-mother';
import type { StoreBooks } from './create-world';
import { createStatementCut } from './statement-cut';

export type InMemoryStores = StoreBooks['stores'];

/**
 * The twins of the Postgres stores, over a database of their own.
 *
 * @param change what a negative control does to them
 */
export function openInMemoryBooks(
  change: (stores: InMemoryStores, database: InMemoryDatabase) => InMemoryStores = (stores) => stores,
): StoreBooks {
  const { cutAfter, pass } = createStatementCut();
  const database: InMemoryDatabase = {
    ...createInMemoryDatabase({ catalogue: CATALOGUE }),
    statement: (_name, run) => pass(run()),
  };
  const stores = {
    inventory: createInMemoryInventoryStore({ database }),
    payments: createInMemoryPaymentStore({ database }),
    paymentRecords: createInMemoryPaymentRecords({ database }),
    shipments: createInMemoryShipmentStore({ database }),
    orders: createInMemoryOrderStore({ database }),
    outbox: createInMemoryOutbox({ database }),
    held: createInMemoryHeldReservations({ database, random: () => 0 }), // the same run each time
    records: createInMemoryOrdersOnRecord({ database }),
    resolutions: createInMemoryOrderResolutions({ database }),
    pages: createInMemoryOrderPages({ database }),
  };
  return {
    stores: change(stores, database),
    cutAfter,
    noteWritten: () => noteInMemoryEvents(database),
    snapshot: async () => snapshotOf(database),
    peek: async () => snapshotOf(database),
    async reprice(sku, amountMinor) {
      const product = database.products.get(sku);
      if (product !== undefined) {
        database.products.set(sku, { ...product, price: { ...product.price, amountMinor } });
      }
    },
  };
}
