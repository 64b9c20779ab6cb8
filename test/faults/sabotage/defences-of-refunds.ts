import type { Defence } from './defence';
import { eventsLookForRefundsFirst, failedRefundsAreFinal, refundByHandWaitsForTheSaga } from './refunds';

export const DEFENCES_OF_REFUNDS: readonly Defence[] = [
  {
    defence: 'a refund that is on record as failed is not asked for again by itself',
    off: failedRefundsAreFinal,
    shownBy: 'refund-fails Operator#1=told Operator#2=insisted',
    violates: 'refunded-again',
    keeps:
      'The money, which somebody may have sent back in another way by the time that the provider has forgotten our key.',
  },
  {
    defence: 'an event of the provider looks for refunds before it gives back',
    off: eventsLookForRefundsFirst,
    shownBy: 'refund-fails Operator#1=told',
    violates: 'refunded-again',
    keeps: 'The money, as above: that the refund has failed is known at the provider before it is on record.',
  },
  {
    defence: 'a refund by hand waits for a saga that is on its way',
    off: refundByHandWaitsForTheSaga,
    shownBy: 'plain BookShipment#1.beginShipment=paid-back BookShipment#1.book=told',
    violates: 'called-off-by-an-event',
    keeps: 'The sale: what somebody gives back to a customer may be a gift, and the parcel is on its way.',
  },
];
