import type { Defence } from './defence';
import { reservationTombstone, whatMayBeInAParcelIsKept } from './inventory';
import { confirmedIsNeverUndone, confirmFindsAllDone, confirmFindsNoUndo, rejectLooksForItself } from './order';
import {
  cancelBeforeRefund,
  chargeKey,
  intentIsOnRecordFirst,
  lateCapturesAreRefunded,
  paymentTombstone,
  providerGivesNoMoreThanItTook,
  refundKey,
} from './payment';
import { whatMayHaveLeftIsLeftToPeople } from './platform';
import type { Sabotage } from './sabotage';
import { carrierTombstone, lateBookingsAreCancelled, shipmentTombstone } from './shipment';
import { failedCompensationsAreRecorded, pivotIsNeverUndone } from './way-of-the-saga';

/** Two locks on one door: while one holds, the other is not needed. */
export interface DoubleDefence extends Omit<Defence, 'off' | 'keeps'> {
  readonly either: Sabotage;
  readonly or: Sabotage;
  /** Why both stay. */
  readonly both: string;
  /** One of them alone keeps the books right, and needs an operator for it: see its own control. */
  readonly atACost?: true;
}

export const DOUBLE_DEFENCES: readonly DoubleDefence[] = [
  {
    defence: 'a clock leaves to people what may be in a parcel, or the undo of a reservation keeps it',
    either: whatMayHaveLeftIsLeftToPeople,
    or: whatMayBeInAParcelIsKept,
    shownBy: 'plain BookShipment#1=stop:0',
    violates: 'undone-by-a-clock',
    both: 'An order that the sweeper leaves alone can still be confirmed, or go on; one that it calls off cannot. The undo is asked by others as well, who do not look first.',
  },
  {
    defence: 'a confirmation whose outcome nobody knows is not undone, or its undo finds it confirmed',
    either: pivotIsNeverUndone,
    or: confirmedIsNeverUndone,
    shownBy: 'plain ConfirmOrder#1=broken-after',
    violates: 'charge',
    both: "The definition alone knows the way, the books alone know that an earlier attempt took effect: a second run of a saga, or an operator's redrive, has only the latter.",
  },
  {
    defence: 'a confirmation finds that the order is being undone, or that its payment or shipment is not there',
    either: confirmFindsNoUndo,
    or: confirmFindsAllDone,
    shownBy: 'plain ConfirmOrder#1=restart:6 BookShipment#2=broken',
    violates: 'shipment',
    both: 'The mark is on the order before any participant has been undone; what they say holds for an order that lost its mark, to a restored backup or a statement by hand.',
  },
  {
    defence: 'a compensation that failed is recorded, or the rejection finds what it left',
    either: failedCompensationsAreRecorded,
    or: rejectLooksForItself,
    shownBy: 'declined ReleaseInventory#1=broken',
    violates: 'stock',
    both: 'The saga knows why an undo failed, and says so to the operator; the rejection knows what is left of an undo that the saga took for done.',
  },
  {
    defence: 'an intent is canceled before a refund, or a capture that comes late is refunded at once',
    either: cancelBeforeRefund,
    or: lateCapturesAreRefunded,
    shownBy: 'plain ChargePayment#1.confirmIntent=hang:end ChargePayment#2=broken',
    violates: 'charge',
    both: 'Cancelling is the last word at the provider, while a process may die before it refunds; refunding at once helps where a cancellation came too late to be one.',
  },
  {
    defence: 'the carrier remembers a cancellation, or a booking that comes late is canceled at once',
    either: carrierTombstone,
    or: lateBookingsAreCancelled,
    shownBy: 'plain BookShipment#1.book=hang:end BookShipment#2=broken',
    violates: 'shipment',
    both: "The first rests on the word of somebody else's system, the second on a process of ours that lives until its end.",
  },
  {
    defence: "the charge's key makes a repetition the same intent, or the id of the intent is on record first",
    either: chargeKey,
    or: intentIsOnRecordFirst,
    shownBy: 'plain ChargePayment#1.confirmIntent=unheard',
    violates: 'charge',
    both: 'The provider forgets keys after a day, and the record does not; the key holds where the record was never written, and keeps the provider free of intents that nobody pays.',
  },
  {
    defence: "the refund's key makes a repetition the same refund, or the provider gives back no more than it took",
    either: providerGivesNoMoreThanItTook,
    or: refundKey,
    shownBy: 'refused RefundPayment#1.refundIntent=unheard',
    violates: 'refund',
    both: "The provider's limit is of the whole charge: it would not stop the second of two refunds of a part, nor one that another provider allows. The key is ours.",
  },
  {
    defence: 'the undo of a charge leaves a tombstone, or the rejection finds the charge',
    either: paymentTombstone,
    or: rejectLooksForItself,
    shownBy: 'plain ChargePayment#1.recordCharged=broken',
    violates: 'charge',
    both: 'The tombstone undoes it without anybody; the rejection sees to it that what is left has an owner.',
    atACost: true,
  },
  {
    defence: 'the undo of a booking leaves a tombstone, or the rejection finds the shipment',
    either: shipmentTombstone,
    or: rejectLooksForItself,
    shownBy: 'plain BookShipment#1.book=broken-after',
    violates: 'shipment',
    both: 'As with the charge.',
    atACost: true,
  },
  {
    defence: 'the undo of a reservation leaves a tombstone, or the rejection finds the stock',
    either: reservationTombstone,
    or: rejectLooksForItself,
    shownBy: 'plain ReserveInventory#1=late:1 ReserveInventory#2=broken',
    violates: 'stock',
    both: 'As with the charge.',
    atACost: true,
  },
];
