import { noChargeOnceCalledOff } from './called-off';
import type { Defence } from './defence';
import {
  answersAreVerified,
  cancelBeforeDecline,
  cancelBeforeRefund,
  chargeKey,
  intentIsOnRecordFirst,
  noIntentAfterTheUndo,
  paymentTombstone,
  refusalsAreOfTheirIntent,
} from './payment';

export const DEFENCES_OF_THE_PAYMENT: readonly Defence[] = [
  {
    defence: 'the tombstone of the payment',
    off: paymentTombstone,
    shownBy: 'plain ChargePayment#1.recordCharged=broken',
    violates: 'needless-repair',
    keeps:
      "An operator's time: the rejection finds the charge still open, and parks the order. Without both, money is kept (below).",
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
    keeps:
      "The provider's books: an intent that is not on record is not confirmed. Without both, money is taken twice (below).",
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
    defence: 'a refusal of one attempt is not put on record over the intent of another',
    off: refusalsAreOfTheirIntent,
    shownBy:
      'plain ChargePayment#1.createIntent=refuses ChargePayment#1.recordDeclined=late:4 ChargePayment#2.recordCharged=away:1',
    violates: 'charge',
  },
  {
    defence: 'no charge is begun of an order that was called off',
    off: noChargeOnceCalledOff,
    shownBy: 'plain ChargePayment#1=expire:3 FlagFailedExecution#1=broken',
    violates: 'charged-though-called-off',
    keeps:
      "The customer's card from being charged for goods that are back on the shelf. The money would be given back.",
  },
];
