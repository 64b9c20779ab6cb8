import type { OrderLine, OrderStatus } from '../domain/order';
import type { RecordOutcome } from './payment-store';

export type BeginShipmentOutcome =
  | { readonly kind: 'open'; readonly lines: readonly OrderLine[] }
  | { readonly kind: 'booked'; readonly shipmentId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'undone' }
  | { readonly kind: 'out-of-order'; readonly status: OrderStatus | 'UNKNOWN' };

export type BeginCancelShipmentOutcome =
  /** A booking may exist at the carrier, or may still arrive there. */
  { readonly kind: 'open' } | { readonly kind: 'done' } | { readonly kind: 'order-confirmed' };

/** What we know of an order's shipment. Each method is atomic and may be called any number of times. */
export interface ShipmentStore {
  beginShipment(orderId: string): Promise<BeginShipmentOutcome>;
  recordBooked(orderId: string, shipmentId: string): Promise<RecordOutcome>;
  recordRefused(orderId: string, reason: string): Promise<RecordOutcome>;
  beginCancelShipment(orderId: string): Promise<BeginCancelShipmentOutcome>;
  recordShipmentCancelled(orderId: string): Promise<void>;
}
