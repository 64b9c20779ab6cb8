import type { Money } from '../domain/money';
import type { TracedOrder } from './traced-order';

export type ReserveOutcome =
  | { readonly kind: 'reserved'; readonly total: Money }
  | { readonly kind: 'out-of-stock'; readonly sku: string; readonly requested: number; readonly available: number }
  | { readonly kind: 'unknown-sku'; readonly sku: string }
  | { readonly kind: 'mixed-currency'; readonly currencies: readonly string[] }
  | { readonly kind: 'total-changed'; readonly expectedMinor: number; readonly actualMinor: number }
  | { readonly kind: 'undone' };

export type ReleaseOutcome =
  | { readonly kind: 'released' }
  | { readonly kind: 'order-confirmed' }
  /** What is held stays so: it may be in a parcel that is booked, or may be, and is not cancelled. */
  | { readonly kind: 'parcel-may-have-left' };

export interface ReleaseOptions {
  /** Gives back also what may be in a parcel. @default false */
  readonly evenIfNotCancelled?: boolean | undefined;
}

/** Stock, and what is held of it for orders. Each method is atomic and may be called any number of times. */
export interface InventoryStore {
  /** Prices the order from the catalogue and holds every line of it, or holds nothing and says why. */
  reserve(order: TracedOrder): Promise<ReserveOutcome>;
  /** Gives back what is held and leaves a tombstone, so that a later `reserve` answers `undone`. */
  release(orderId: string, options?: ReleaseOptions): Promise<ReleaseOutcome>;
}
