import { describeHeldReservations } from './held-reservations.contract';
import { describeInventoryStore } from './inventory-store.contract';
import { describeOrderReader } from './order-reader.contract';
import { describeOrderStore } from './order-store.contract';
import { describeOrdersOnRecord } from './orders-on-record.contract';
import { describeOutbox } from './outbox.contract';
import { describePaymentRecords } from './payment-records.contract';
import { describePaymentStore } from './payment-store.contract';
import { describeShipmentStore } from './shipment-store.contract';
import type { OpenWorld } from './store-world';

/** What every implementation of the stores must do, since the steps rely on it. */
export function describeAllStores(open: OpenWorld): void {
  describeInventoryStore(open);
  describePaymentStore(open);
  describePaymentRecords(open);
  describeShipmentStore(open);
  describeOrderStore(open);
  describeHeldReservations(open);
  describeOrderReader(open);
  describeOrdersOnRecord(open);
  describeOutbox(open);
}
