import type { OrderLine, OrderStatus } from '../domain/order';
import type { RecordOutcome } from './payment-store';

export interface RefusedOutcome {
  readonly kind: 'refused';
  readonly reason: string;
}

export type BeginShipmentOutcome =
  | { readonly kind: 'open'; readonly lines: readonly OrderLine[] }
  | { readonly kind: 'booked'; readonly shipmentId: string }
  | RefusedOutcome
  /** An earlier attempt was refused, and nobody knows whether what came before it is canceled at the carrier. */
  | { readonly kind: 'refusing' }
  | { readonly kind: 'undone' }
  | { readonly kind: 'out-of-order'; readonly status: OrderStatus | 'UNKNOWN' };

export type BeginCancelShipmentOutcome =
  /** A booking may exist at the carrier, or may still arrive there. */
  { readonly kind: 'open' } | { readonly kind: 'done' } | { readonly kind: 'order-confirmed' };

/** What we know of an order's shipment. Each method is atomic and may be called any number of times. */
export interface ShipmentStore {
  beginShipment(orderId: string): Promise<BeginShipmentOutcome>;
  recordBooked(orderId: string, shipmentId: string): Promise<RecordOutcome>;
  /** From here on no booking of the order is kept. */
  beginRefusal(orderId: string, reason: string): Promise<RecordOutcome>;
  /** That a refusal, if one was begun, is final: the carrier has nothing of the order, and never will. */
  recordRefused(orderId: string): Promise<RefusedOutcome | { readonly kind: 'undone' }>;
  beginCancelShipment(orderId: string): Promise<BeginCancelShipmentOutcome>;
  recordShipmentCancelled(orderId: string): Promise<void>;
}
