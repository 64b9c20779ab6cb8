import type { ReadOrder } from '../../../console/orders/read-order';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { ShipmentEntry } from '../../../lambdas/domain/books/books';
import type { Carrier } from '../../../lambdas/ports/carrier';
import type { EventBus } from '../../../lambdas/ports/event-bus';
import type { HeldReservations } from '../../../lambdas/ports/held-reservations';
import type { IntakeStore } from '../../../lambdas/ports/intake-store';
import type { InventoryStore } from '../../../lambdas/ports/inventory-store';
import type { OrderResolutions } from '../../../lambdas/ports/order-resolutions';
import type { OrderStore } from '../../../lambdas/ports/order-store';
import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { Outbox, WrittenEvents } from '../../../lambdas/ports/outbox';
import type { PaymentProvider } from '../../../lambdas/ports/payment-provider';
import type { PaymentRecords } from '../../../lambdas/ports/payment-records';
import type { PaymentRefunds } from '../../../lambdas/ports/payment-refunds';
import type { PaymentStore } from '../../../lambdas/ports/payment-store';
import type { PersonalData } from '../../../lambdas/ports/personal-data';
import type { SagaStarter } from '../../../lambdas/ports/saga-starter';
import type { ShipmentStore } from '../../../lambdas/ports/shipment-store';
import type { Signals } from '../../../lambdas/ports/signals';
import type { PaymentNews } from '../../../localstack/payment-simulator/payment-book';
import type { PaymentLedgerEntry } from '../../../localstack/payment-simulator/payment-ledger';
import type { Snapshot } from '../../support/contracts/store-world';
import type { ProviderMood } from './moody-provider';
import type { CutAfter } from './statement-cut';

/** An order as the console shows it. */
export interface OrderPages {
  read(orderId: string): Promise<ReadOrder | undefined>;
}

/** Everything that steps, consumers and the tools of operators call. */
export interface Ports {
  readonly inventory: InventoryStore;
  readonly payments: PaymentStore;
  readonly paymentRecords: PaymentRecords;
  readonly shipments: ShipmentStore;
  readonly orders: OrderStore;
  readonly held: HeldReservations;
  readonly provider: PaymentProvider & PaymentRefunds;
  readonly carrier: Carrier;
  readonly personalData: PersonalData;
  readonly intake: Pick<IntakeStore, 'markStarted' | 'find'>;
  readonly sagas: SagaStarter;
  readonly bus: EventBus;
  readonly outbox: Outbox;
  readonly records: OrdersOnRecord;
  readonly pages: OrderPages;
  readonly resolutions: Pick<OrderResolutions, 'record'>;
  /** What operators are told of. */
  readonly signals: Signals;
  /** What is committed from now on, until it is asked: a function that dies takes its own with it. */
  readonly noteWritten: () => WrittenEvents;
}

/** The world of one schedule, as only a test can see and move it. */
export interface World {
  readonly ports: Ports;
  /** What we wrote down, once everything is over. */
  snapshot(): Promise<Snapshot>;
  /** The same in the middle of things, which go on as if nobody had looked. */
  peek(): Promise<Snapshot>;
  /** What the provider and the carrier wrote down: what really happened. */
  payments(): readonly PaymentLedgerEntry[];
  shipments(): readonly ShipmentEntry[];
  /** Every saga that was ever started, once. */
  started(): readonly OrderMessage[];
  /** How the provider answers its next call. */
  provoke(mood: ProviderMood): void;
  /** The carrier refuses the next booking, and keeps what it has for the order. */
  provokeCarrier(): void;
  /** The provider's idempotency keys are older than it keeps them. */
  forgetKeys(): void;
  /** The bank takes the money of every intent of the order after all for which it was ever asked. */
  captureLate(orderId: string): void;
  /** Somebody refunds, at the provider, what is left of what was taken for the order, or a part of it. True: there was something. */
  payBack(orderId: string, much: 'all' | 'a-part'): boolean;
  /** What was refunded like that, and stands. */
  paidBack(orderId: string): { readonly refunds: number; readonly refundedMinor: number };
  /** Operators were told that somebody has refunded at the provider what stands here. */
  isKnownToBePaidBack(orderId: string): boolean;
  /** The bank returns what was refunded to the order. */
  returnRefunds(orderId: string): void;
  /** Everything that happened at the provider, in its order. */
  readonly news: readonly PaymentNews[];
  reprice(sku: string, amountMinor: number): Promise<void>;
  readonly cutAfter: CutAfter;
  /** Everything that the bus has taken, in its order and as often as it was. */
  published(): readonly OrderEvent[];
}
