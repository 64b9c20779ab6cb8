import { OrderConfirmedError } from '../../domain/failures';
import type { Carrier } from '../../ports/carrier';
import type { ShipmentStore } from '../../ports/shipment-store';

export interface CancelShipmentDependencies {
  readonly shipments: ShipmentStore;
  readonly carrier: Carrier;
}

/**
 * Undoes `book-shipment.ts`, whatever it had done or will still try to do: our tombstone first, then the
 * carrier's. The carrier is asked whenever a booking may have been sent, since it may arrive after this.
 *
 * @throws OrderConfirmedError when the order passed the pivot
 * @throws OutcomeUnknownError when the carrier gave no usable answer
 */
export const createCancelShipment =
  ({ shipments, carrier }: CancelShipmentDependencies) =>
  async ({ orderId }: { readonly orderId: string }): Promise<{ readonly outcome: string }> => {
    const begun = await shipments.beginCancelShipment(orderId);
    switch (begun.kind) {
      case 'order-confirmed':
        throw new OrderConfirmedError(orderId);
      case 'done':
        return { outcome: 'nothing-left-to-cancel' };
      case 'open':
        await carrier.cancel(orderId);
        await shipments.recordShipmentCancelled(orderId);
        return { outcome: 'cancelled' };
    }
  };
