import type { Defence } from './defence';
import { DEFENCES_OF_OPERATORS } from './defences-of-operators';
import { DEFENCES_OF_REFUNDS } from './defences-of-refunds';
import { DEFENCES_OF_STATEMENTS } from './defences-of-statements';
import { DEFENCES_OF_THE_PAYMENT } from './defences-of-the-payment';
import { DEFENCES_OF_THE_SHIPMENT } from './defences-of-the-shipment';
import {
  nothingIsOversold,
  oneReservationPerOrder,
  replaysAnswerTheFirstPrice,
  reservationTombstone,
  stockIsFreedOnce,
  whatMayBeInAParcelIsKept,
} from './inventory';
import {
  confirmedIsNeverUndone,
  finalAbsorbs,
  rejectLooksForItself,
  repairFindsWhatIsOwed,
  wholeIsLeftToBeConfirmed,
} from './order';
import {
  eventsOfTheProviderAreHeard,
  executionIsNamedAfterTheOrder,
  failedExecutionsAreFlagged,
  failedExecutionsAreToldAgain,
  failedMessagesComeAgain,
  heldStockIsSwept,
  startingAgainIsASuccess,
  sweeperAsksForTheSaga,
  whatMayHaveLeftIsLeftToPeople,
} from './platform';
import {
  calledOffIsUndone,
  failuresAreRetried,
  ownCompensationFirst,
  rejectionsAreNeverRetried,
  waitingIsNotFailing,
} from './way-of-the-saga';

export const DEFENCES: readonly Defence[] = [
  {
    defence: 'an order that was about to be confirmed can still be, when nobody could say how its saga ended',
    off: wholeIsLeftToBeConfirmed,
    shownBy: 'plain ConfirmOrder#1=broken RejectOrder#1=broken',
    violates: 'unconfirmable',
    keeps: 'The sale: paid and booked as it is, it would be undone by whoever follows its record.',
  },
  {
    defence: 'the undo of a reservation keeps what may be in a parcel',
    off: whatMayBeInAParcelIsKept,
    shownBy: 'plain BookShipment#1.book=broken-after CancelShipment#1.cancel=broken',
    violates: 'goods-twice',
    keeps:
      'Goods that the carrier may have from being sold a second time, when it could not be told to give them back.',
  },
  {
    defence: 'what breaks is undone by its own compensation first',
    off: ownCompensationFirst,
    shownBy: 'plain BookShipment#1=broken-after',
    violates: 'needless-repair',
    keeps: "An operator's time: the rejection looks for itself, and parks an order that still holds something.",
  },
  {
    defence: 'what somebody else began to undo is undone to its end',
    off: calledOffIsUndone,
    shownBy: 'plain ChargePayment#1=redrive:0 ChargePayment#1.recordIntent=crash',
    violates: 'needless-repair',
    keeps: "An operator's time: the rejection looks for itself, and parks an order whose payment is still open.",
  },
  {
    defence: 'a refusal is never retried',
    off: rejectionsAreNeverRetried,
    shownBy: 'declined',
    violates: 'path',
    keeps: "Time, and the customer's bank from being asked again: a refusal that is on record answers every retry.",
  },
  {
    defence: 'waiting is not failing: an outage has a retry policy of its own',
    off: waitingIsNotFailing,
    shownBy: 'plain ReserveInventory#1.reserve=away:6',
    violates: 'waiting',
    keeps: 'The sale. The order is undone cleanly, for an outage that would have passed.',
  },
  {
    defence: 'what breaks is retried',
    off: failuresAreRetried,
    shownBy: 'plain ReserveInventory#1=crash',
    violates: 'waiting',
    keeps: 'The sale. The order is undone cleanly, for a fault that would have passed.',
  },
  {
    defence: 'the tombstone of the reservation',
    off: reservationTombstone,
    shownBy: 'plain ReserveInventory#1=late:1 ReserveInventory#2=broken',
    violates: 'needless-repair',
    keeps:
      "An operator's time: the rejection finds the late reservation, and parks the order. Without both, stock is lost (below).",
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
    keeps: "An operator's time: what the first attempt took is found by the rejection.",
  },
  ...DEFENCES_OF_THE_PAYMENT,
  ...DEFENCES_OF_THE_SHIPMENT,
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
    violates: 'stock',
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
    keeps: 'The dead letters: a message that was handled would lie there, and fail whenever it is redriven.',
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
    defence: 'the event of a failed execution comes again until its order is parked',
    off: failedExecutionsAreToldAgain,
    shownBy: 'plain BookShipment#1=stop:0 FlagFailedExecution#1.markNeedsRepair=crash',
    violates: 'liveness',
  },
  {
    defence: 'held stock is swept up when no saga carries its order',
    off: heldStockIsSwept,
    shownBy: 'plain ReserveInventory#1=stop:0',
    violates: 'held-for-ever',
    keeps:
      'The stock, in the end: the repair record names what is held, so the books agree; nobody could ever sell it.',
  },
  {
    defence: 'the sweeper asks whether a saga carries the order',
    off: sweeperAsksForTheSaga,
    shownBy: 'plain ChargePayment#1.beginCharge=swept',
    violates: 'waiting',
    keeps: 'The sale: stock that is swept from under a saga undoes its order, cleanly.',
  },
  {
    defence: 'an order of which only the confirmation has no outcome is left to people',
    off: whatMayHaveLeftIsLeftToPeople,
    shownBy: 'plain ConfirmOrder#1=broken',
    violates: 'undone-by-a-clock',
    keeps: 'The sale, and the goods: a parcel that has left is not put back into stock and sold again.',
  },
  {
    defence: "the provider's events are heard",
    off: eventsOfTheProviderAreHeard,
    shownBy: 'declined ReleaseInventory#1.release=captured',
    violates: 'charge',
  },
  ...DEFENCES_OF_REFUNDS,
  ...DEFENCES_OF_OPERATORS,
  ...DEFENCES_OF_STATEMENTS,
];
