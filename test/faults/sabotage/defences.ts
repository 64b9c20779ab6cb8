import {
  nothingIsOversold,
  oneReservationPerOrder,
  replaysAnswerTheFirstPrice,
  reservationTombstone,
  stockIsFreedOnce,
} from './inventory';
import {
  confirmedIsNeverUndone,
  confirmFindsAllDone,
  confirmFindsNoUndo,
  finalAbsorbs,
  rejectLooksForItself,
  repairFindsWhatIsOwed,
} from './order';
import {
  answersAreVerified,
  cancelBeforeDecline,
  cancelBeforeRefund,
  chargeKey,
  intentIsOnRecordFirst,
  lateCapturesAreRefunded,
  noIntentAfterTheUndo,
  openChargesAreNoRefusals,
  paymentTombstone,
} from './payment';
import {
  eventsOfTheProviderAreHeard,
  executionIsNamedAfterTheOrder,
  failedExecutionsAreFlagged,
  failedMessagesComeAgain,
  heldStockIsSwept,
  startingAgainIsASuccess,
  sweeperAsksForTheSaga,
} from './platform';
import type { Sabotage } from './sabotage';
import {
  bookingIsOnRecordFirst,
  carrierTombstone,
  lateBookingsAreCancelled,
  refusalsAreOfOneRequest,
  shipmentTombstone,
} from './shipment';
import {
  failedCompensationsAreRecorded,
  failuresAreRetried,
  ownCompensationFirst,
  pivotIsNeverUndone,
  rejectionsAreNeverRetried,
  waitingIsNotFailing,
} from './way-of-the-saga';

/** A defence, what takes its place when it is off, and the smallest schedule that shows the difference. */
export interface Defence {
  readonly defence: string;
  readonly off: Sabotage;
  /** Harmless with every defence in place; without this one, something is violated. */
  readonly shownBy: string;
  /** What is violated then. */
  readonly violates: string;
}

export const DEFENCES: readonly Defence[] = [
  {
    defence: 'what breaks is undone by its own compensation first',
    off: ownCompensationFirst,
    shownBy: 'plain BookShipment#1=broken-after',
    violates: 'needless-repair',
  },
  {
    defence: 'a refusal is never retried',
    off: rejectionsAreNeverRetried,
    shownBy: 'declined',
    violates: 'path',
  },
  {
    defence: 'waiting is not failing: an outage has a retry policy of its own',
    off: waitingIsNotFailing,
    shownBy: 'plain ReserveInventory#1.reserve=away:6',
    violates: 'waiting',
  },
  {
    defence: 'what breaks is retried',
    off: failuresAreRetried,
    shownBy: 'plain ReserveInventory#1=crash',
    violates: 'waiting',
  },
  {
    defence: 'the tombstone of the reservation',
    off: reservationTombstone,
    shownBy: 'plain ReserveInventory#1=late:1 ReserveInventory#2=broken',
    violates: 'needless-repair',
  },
  {
    defence: 'an order has one reservation',
    off: oneReservationPerOrder,
    shownBy: 'plain ReserveInventory#1=lost',
    violates: 'stock',
  },
  {
    defence: 'stock is freed once',
    off: stockIsFreedOnce,
    shownBy: 'declined ReleaseInventory#1=lost',
    violates: 'stock',
  },
  {
    defence: 'stock is taken when there is enough',
    off: nothingIsOversold,
    shownBy: 'sold-out',
    violates: 'stock',
  },
  {
    defence: 'a replay answers the price for which stock was taken',
    off: replaysAnswerTheFirstPrice,
    shownBy: 'last-unit ReserveInventory#1=lost ReserveInventory#2.reserve=reprices',
    violates: 'needless-repair',
  },
  {
    defence: 'the tombstone of the payment',
    off: paymentTombstone,
    shownBy: 'plain ChargePayment#1.recordCharged=broken',
    violates: 'needless-repair',
  },
  {
    defence: 'the intent is canceled before a refund',
    off: cancelBeforeRefund,
    shownBy: 'plain ChargePayment#1.confirmIntent=crash-late:2 ChargePayment#2=broken',
    violates: 'charge',
  },
  {
    defence: 'the intent is canceled before a decline is final',
    off: cancelBeforeDecline,
    shownBy: 'plain ChargePayment#1.confirmIntent=crash-late:4 ChargePayment#2.confirmIntent=declines',
    violates: 'charge',
  },
  {
    defence: "the charge's idempotency key",
    off: chargeKey,
    shownBy: 'plain ChargePayment#1.createIntent=unheard',
    violates: 'one-intent',
  },
  {
    defence: 'answers of the provider are verified',
    off: answersAreVerified,
    shownBy: 'plain ChargePayment#1.createIntent=takes-more',
    violates: 'charge',
  },
  {
    defence: 'the intent is on record before it is confirmed',
    off: intentIsOnRecordFirst,
    shownBy: 'plain ChargePayment#1.confirmIntent=broken-after',
    violates: 'charge',
  },
  {
    defence: 'no intent is put on record after the undo',
    off: noIntentAfterTheUndo,
    shownBy:
      'plain ChargePayment#1.recordIntent=hang:1 ChargePayment#2=broken ChargePayment#1.confirmIntent=crash-after',
    violates: 'charge',
  },
  {
    defence: 'a charge that is still open is no refusal',
    off: openChargesAreNoRefusals,
    shownBy: 'plain ChargePayment#1=redrive:0 ChargePayment#1.recordIntent=crash',
    violates: 'needless-repair',
  },
  {
    defence: 'the tombstone of the shipment',
    off: shipmentTombstone,
    shownBy: 'plain BookShipment#1.book=broken-after',
    violates: 'needless-repair',
  },
  {
    defence: 'the tombstone at the carrier',
    off: carrierTombstone,
    shownBy: 'plain BookShipment#1.book=crash-late:2 BookShipment#2=broken',
    violates: 'shipment',
  },
  {
    defence: 'a refusal of the carrier says nothing of what it was asked before',
    off: refusalsAreOfOneRequest,
    shownBy: 'plain BookShipment#1.book=unheard BookShipment#2.book=refuses',
    violates: 'shipment',
  },
  {
    defence: 'the shipment is on record before the carrier is asked',
    off: bookingIsOnRecordFirst,
    shownBy: 'plain BookShipment#1.book=broken-after',
    violates: 'shipment',
  },
  {
    defence: 'a confirmed order is never undone',
    off: confirmedIsNeverUndone,
    shownBy: 'plain ConfirmOrder#1=restart:0 BookShipment#2=broken',
    violates: 'charge',
  },
  {
    defence: 'an order is rejected when nothing is held, charged or booked, whatever the saga says',
    off: rejectLooksForItself,
    shownBy: 'refused RefundPayment#1=broken',
    violates: 'charge',
  },
  {
    defence: 'whoever parks an order finds out what is owed',
    off: repairFindsWhatIsOwed,
    shownBy: 'plain ReserveInventory#1=stop:0',
    violates: 'stock',
  },
  {
    defence: 'final statuses absorb the event of a failed execution',
    off: finalAbsorbs,
    shownBy: 'plain ConfirmOrder#1=stop:0',
    violates: 'path',
  },
  {
    defence: 'an execution is named after its order',
    off: executionIsNamedAfterTheOrder,
    shownBy: 'plain',
    violates: 'one-execution',
  },
  {
    defence: 'starting a saga again is a success',
    off: startingAgainIsASuccess,
    shownBy: 'plain',
    violates: 'redrive',
  },
  {
    defence: 'a message that failed is not acknowledged',
    off: failedMessagesComeAgain,
    shownBy: 'plain StartSaga#1.start=fails',
    violates: 'no-loss',
  },
  {
    defence: 'an execution that failed parks its order',
    off: failedExecutionsAreFlagged,
    shownBy: 'plain ReserveInventory#1=stop:0',
    violates: 'liveness',
  },
  {
    defence: 'held stock is swept up when no saga carries its order',
    off: heldStockIsSwept,
    shownBy: 'plain ReserveInventory#1=stop:0',
    violates: 'held-for-ever',
  },
  {
    defence: 'the sweeper asks whether a saga carries the order',
    off: sweeperAsksForTheSaga,
    shownBy: 'plain ChargePayment#1.beginCharge=swept',
    violates: 'waiting',
  },
  {
    defence: "the provider's events are heard",
    off: eventsOfTheProviderAreHeard,
    shownBy: 'declined ReleaseInventory#1.release=captured',
    violates: 'charge',
  },
];

/** Two locks on one door: while one holds, the other is not needed. */
export interface DoubleDefence extends Omit<Defence, 'off'> {
  readonly either: Sabotage;
  readonly or: Sabotage;
}

export const DOUBLE_DEFENCES: readonly DoubleDefence[] = [
  {
    defence: 'a confirmation whose outcome nobody knows is not undone, or its undo finds it confirmed',
    either: pivotIsNeverUndone,
    or: confirmedIsNeverUndone,
    shownBy: 'plain ConfirmOrder#1=broken-after',
    violates: 'charge',
  },
  {
    defence: 'a confirmation finds that the order is being undone, or that its payment or shipment is not there',
    either: confirmFindsNoUndo,
    or: confirmFindsAllDone,
    shownBy: 'plain ConfirmOrder#1=restart:6 BookShipment#2=broken',
    violates: 'shipment',
  },
  {
    defence: 'a compensation that failed is recorded, or the rejection finds what it left',
    either: failedCompensationsAreRecorded,
    or: rejectLooksForItself,
    shownBy: 'declined ReleaseInventory#1=broken',
    violates: 'stock',
  },
  {
    defence: 'an intent is canceled before a refund, or a capture that comes late is refunded at once',
    either: cancelBeforeRefund,
    or: lateCapturesAreRefunded,
    shownBy: 'plain ChargePayment#1.confirmIntent=hang:end ChargePayment#2=broken',
    violates: 'charge',
  },
  {
    defence: 'the carrier remembers a cancellation, or a booking that comes late is canceled at once',
    either: carrierTombstone,
    or: lateBookingsAreCancelled,
    shownBy: 'plain BookShipment#1.book=hang:end BookShipment#2=broken',
    violates: 'shipment',
  },
];
