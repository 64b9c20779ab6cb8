import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { PaymentEntry, ShipmentEntry } from '../../../lambdas/domain/books/books';
import type { Carrier } from '../../../lambdas/ports/carrier';
import type { IntakeStore } from '../../../lambdas/ports/intake-store';
import type { InventoryStore } from '../../../lambdas/ports/inventory-store';
import type { OrderStore } from '../../../lambdas/ports/order-store';
import type { PaymentProvider } from '../../../lambdas/ports/payment-provider';
import type { PaymentStore } from '../../../lambdas/ports/payment-store';
import type { PersonalData } from '../../../lambdas/ports/personal-data';
import type { SagaStarter } from '../../../lambdas/ports/saga-starter';
import type { ShipmentStore } from '../../../lambdas/ports/shipment-store';
import type { Snapshot } from '../../support/contracts/store-world';
import type { ProviderMood } from './moody-provider';

/** Everything that steps and consumers call. */
export interface Ports {
  readonly inventory: InventoryStore;
  readonly payments: PaymentStore;
  readonly shipments: ShipmentStore;
  readonly orders: OrderStore;
  readonly provider: PaymentProvider;
  readonly carrier: Carrier;
  readonly personalData: PersonalData;
  readonly intake: Pick<IntakeStore, 'markStarted' | 'find'>;
  readonly sagas: SagaStarter;
}

/** The world of one schedule, as only a test can see and move it. */
export interface World {
  readonly ports: Ports;
  /** What we wrote down. */
  snapshot(): Promise<Snapshot>;
  /** What the provider and the carrier wrote down: what really happened. */
  payments(): readonly PaymentEntry[];
  shipments(): readonly ShipmentEntry[];
  /** Every saga that was ever started, once. */
  started(): readonly OrderMessage[];
  /** How the provider answers its next call. */
  provoke(mood: ProviderMood): void;
  /** The carrier refuses the next booking, unless it has one for the order. */
  provokeCarrier(): void;
  /** The provider's idempotency keys are older than it keeps them. */
  forgetKeys(): void;
  reprice(sku: string, amountMinor: number): Promise<void>;
}
