import { StepOutOfOrderError } from '../../domain/failures';
import { OrderUndoneError, ShipmentRefusedError } from '../../domain/rejections';
import type { Carrier } from '../../ports/carrier';
import type { PersonalData } from '../../ports/personal-data';
import type { ShipmentStore } from '../../ports/shipment-store';

export interface BookShipmentDependencies {
  readonly shipments: ShipmentStore;
  readonly carrier: Carrier;
  readonly personalData: Pick<PersonalData, 'shippingAddressOf'>;
}

/**
 * Books the order's shipment. Undone by `cancel-shipment.ts`.
 *
 * The intent is on record before the carrier is called, and the order id is the carrier's reference: an attempt
 * that follows one without an answer asks for the same booking and gets the same answer.
 *
 * @throws ShipmentRefusedError when the carrier will never take it; it has then never taken it before either
 * @throws OrderUndoneError when the undo came first, here or at the carrier; a booking is then canceled
 * @throws OutcomeUnknownError when the carrier gave no usable answer
 */
export const createBookShipment =
  ({ shipments, carrier, personalData }: BookShipmentDependencies) =>
  async ({ orderId }: { readonly orderId: string }): Promise<{ readonly shipmentId: string }> => {
    const begun = await shipments.beginShipment(orderId);
    switch (begun.kind) {
      case 'booked':
        return { shipmentId: begun.shipmentId };
      case 'refused':
        throw new ShipmentRefusedError(begun.reason);
      case 'undone':
        throw new OrderUndoneError(orderId);
      case 'out-of-order':
        throw new StepOutOfOrderError('BookShipment', begun.status);
      case 'open': {
        const address = await personalData.shippingAddressOf(orderId);
        const outcome = await carrier.book({ orderId, address, lines: begun.lines });
        switch (outcome.kind) {
          case 'booked':
            return keep(outcome.shipmentId);
          case 'refused':
            return refuse(outcome.reason);
          case 'cancelled':
            throw new OrderUndoneError(orderId);
        }
      }
    }

    async function keep(shipmentId: string): Promise<{ readonly shipmentId: string }> {
      if ((await shipments.recordBooked(orderId, shipmentId)) === 'undone') {
        await carrier.cancel(orderId);
        throw new OrderUndoneError(orderId);
      }
      return { shipmentId };
    }

    async function refuse(reason: string): Promise<never> {
      if ((await shipments.recordRefused(orderId, reason)) === 'undone') {
        throw new OrderUndoneError(orderId);
      }
      throw new ShipmentRefusedError(reason);
    }
  };
