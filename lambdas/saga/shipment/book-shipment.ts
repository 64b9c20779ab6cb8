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
 * that follows one without an answer asks for the same booking and gets the same answer. Unless it is refused: what
 * an attempt before it had booked, or still will, is then canceled before the refusal is believed.
 *
 * @throws ShipmentRefusedError when the carrier has nothing of the order, and never will
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
      case 'refusing':
        return cancel();
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
            return giveUp();
        }
      }
    }

    async function keep(shipmentId: string): Promise<{ readonly shipmentId: string }> {
      return (await shipments.recordBooked(orderId, shipmentId)) === 'undone' ? cancel() : { shipmentId };
    }

    /** Our books first: a booking that is recorded before them stands, one that comes after them is canceled. */
    async function refuse(reason: string): Promise<never> {
      if ((await shipments.beginRefusal(orderId, reason)) === 'undone') {
        throw new OrderUndoneError(orderId);
      }
      return cancel();
    }

    async function cancel(): Promise<never> {
      await carrier.cancel(orderId);
      return giveUp();
    }

    /** The carrier has nothing of the order any more: because a refusal was begun, or the undo. */
    async function giveUp(): Promise<never> {
      const settled = await shipments.recordRefused(orderId);
      throw settled.kind === 'refused' ? new ShipmentRefusedError(settled.reason) : new OrderUndoneError(orderId);
    }
  };
