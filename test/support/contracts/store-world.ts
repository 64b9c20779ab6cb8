import type { Money } from '../../../lambdas/domain/money';
import type { OrderLine } from '../../../lambdas/domain/order';
import type { HeldReservations } from '../../../lambdas/ports/held-reservations';
import type { InventoryStore } from '../../../lambdas/ports/inventory-store';
import type { OrderReader } from '../../../lambdas/ports/order-reader';
import type { OrderResolutions } from '../../../lambdas/ports/order-resolutions';
import type { OrderStore, UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { Outbox, WrittenEvents } from '../../../lambdas/ports/outbox';
import type { PaymentRecords } from '../../../lambdas/ports/payment-records';
import type { PaymentStore } from '../../../lambdas/ports/payment-store';
import type { ShipmentStore } from '../../../lambdas/ports/shipment-store';
import type { EventRow, StockRow } from '../in-memory/in-memory-database';

export interface Stores {
  readonly inventory: InventoryStore;
  readonly payments: PaymentStore;
  readonly paymentRecords: PaymentRecords;
  readonly shipments: ShipmentStore;
  readonly orders: OrderStore;
  readonly held: HeldReservations;
  readonly reader: OrderReader;
  readonly outbox: Outbox;
  readonly records: OrdersOnRecord;
  readonly resolutions: Pick<OrderResolutions, 'record'>;
}

/** Everything that is on record, in a form that two implementations can be compared by. */
export interface Snapshot {
  readonly orders: Readonly<Record<string, OrderRecord>>;
  readonly events: readonly EventRow[];
  readonly stock: Readonly<Record<string, StockRow>>;
  readonly reservations: Readonly<Record<string, ReservationRecord>>;
  readonly payments: Readonly<Record<string, PaymentRecord>>;
  readonly shipments: Readonly<Record<string, ShipmentRecord>>;
}

interface OrderRecord {
  readonly customerId: string;
  readonly status: string;
  readonly version: number;
  readonly compensating: boolean;
  readonly total: Money | null;
  readonly reason: string | null;
  readonly unfinished: readonly UnfinishedStep[] | null;
  readonly acceptedAt: string;
  readonly lines: readonly OrderLine[];
}

interface ReservationRecord {
  readonly state: string;
  readonly quantities: Readonly<Record<string, number>>;
}

interface PaymentRecord {
  readonly state: string;
  readonly total: Money | null;
  readonly intentId: string | null;
  readonly refundId: string | null;
  readonly declineCode: string | null;
}

interface ShipmentRecord {
  readonly state: string;
  readonly shipmentId: string | null;
  readonly reason: string | null;
}

/** A set of stores over one state that begins with the mother's catalogue and no orders. */
export interface StoreWorld {
  readonly stores: Stores;
  /** What the stores' own statements have answered. */
  readonly written: WrittenEvents;
  snapshot(): Promise<Snapshot>;
  reprice(sku: string, amountMinor: number): Promise<void>;
  /** A person settles by hand what the order in repair has unfinished. */
  resolve(orderId: string): Promise<void>;
  /** Whoever parked the order died before its record named what it owes. */
  forgetUnfinished(orderId: string): Promise<void>;
  /** More units come into the warehouse. */
  restock(sku: string, units: number): Promise<void>;
}

export type OpenWorld = () => Promise<StoreWorld>;
