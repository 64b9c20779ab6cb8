import type { Snapshot, Stores, StoreWorld } from '../contracts/store-world';
import { CATALOGUE } from '../mothers/catalogue-mother';
import { createInMemoryDatabase, type InMemoryDatabase } from './in-memory-database';
import { createInMemoryHeldReservations } from './in-memory-held-reservations';
import { createInMemoryInventoryStore } from './in-memory-inventory-store';
import { createInMemoryOrderReader } from './in-memory-order-reader';
import { createInMemoryOrderResolutions } from './in-memory-order-resolutions';
import { createInMemoryOrderStore } from './in-memory-order-store';
import { createInMemoryOrdersOnRecord } from './in-memory-orders-on-record';
import { createInMemoryOutbox, noteInMemoryEvents } from './in-memory-outbox';
import { createInMemoryPaymentRecords } from './in-memory-payment-records';
import { createInMemoryPaymentStore } from './in-memory-payment-store';
import { createInMemoryShipmentStore } from './in-memory-shipment-store';

export const inMemoryStores = (database: InMemoryDatabase): Stores => ({
  inventory: createInMemoryInventoryStore({ database }),
  payments: createInMemoryPaymentStore({ database }),
  paymentRecords: createInMemoryPaymentRecords({ database }),
  shipments: createInMemoryShipmentStore({ database }),
  orders: createInMemoryOrderStore({ database }),
  held: createInMemoryHeldReservations({ database }),
  reader: createInMemoryOrderReader({ database }),
  outbox: createInMemoryOutbox({ database }),
  records: createInMemoryOrdersOnRecord({ database }),
  resolutions: createInMemoryOrderResolutions({ database }),
});

export async function openInMemoryWorld(): Promise<StoreWorld> {
  const database = createInMemoryDatabase({ catalogue: CATALOGUE });
  return {
    stores: inMemoryStores(database),
    written: noteInMemoryEvents(database),
    snapshot: async () => snapshotOf(database),
    async reprice(sku, amountMinor) {
      const product = database.products.get(sku);
      if (product !== undefined) {
        database.products.set(sku, { ...product, price: { ...product.price, amountMinor } });
      }
    },
    async resolve(orderId) {
      const row = database.orders.get(orderId);
      if (row?.status === 'NEEDS_REPAIR') {
        row.resolved = { version: row.version, unfinished: row.unfinished ?? [] };
      }
    },
    async forgetUnfinished(orderId) {
      Object.assign(database.orders.get(orderId) ?? {}, { unfinished: [] });
    },
    async restock(sku, units) {
      const level = database.stock.get(sku);
      if (level !== undefined) {
        database.stock.set(sku, { ...level, initial: level.initial + units, available: level.available + units });
      }
    },
  };
}

const recordOf = <Row, Record_>(
  rows: ReadonlyMap<string, Row>,
  toRecord: (row: Row) => Record_,
): Record<string, Record_> => Object.fromEntries([...rows].map(([key, row]) => [key, toRecord(row)]));

export const snapshotOf = (database: InMemoryDatabase): Snapshot => ({
  orders: recordOf(database.orders, (row) => ({
    customerId: row.customerId,
    status: row.status,
    version: row.version,
    compensating: row.compensating,
    total: row.total ?? null,
    reason: row.reason ?? null,
    unfinished: row.unfinished ?? null,
    acceptedAt: row.acceptedAt,
    lines: [...row.lines],
  })),
  events: [...database.events]
    .sort((a, b) => a.orderId.localeCompare(b.orderId) || a.sequence - b.sequence)
    .map(({ orderId, sequence, type, status, facts }) => ({ orderId, sequence, type, status, facts })),
  stock: recordOf(database.stock, (level) => ({ ...level })),
  reservations: recordOf(database.reservations, ({ state, quantities }) => ({
    state,
    quantities: Object.fromEntries(quantities),
  })),
  payments: recordOf(database.payments, (row) => ({
    state: row.state,
    total: row.total ?? null,
    intentId: row.intentId ?? null,
    refundId: row.refundId ?? null,
    declineCode: row.declineCode ?? null,
  })),
  shipments: recordOf(database.shipments, (row) => ({
    state: row.state,
    shipmentId: row.shipmentId ?? null,
    reason: row.reason ?? null,
  })),
});
