import { EVENT_OF_STATUS } from '../../lambdas/domain/events';
import type { Money } from '../../lambdas/domain/money';
import { money } from '../ui/format';
import { isReturned } from './advised-act';
import { brokenIn } from './broken-step';
import type { Books, ReadOrder } from './read-order';
import { readable } from './reason-text';
import type { Walk } from './saga-walk';

/** Why an order is as it is, in sentences: the first one is the answer, the others say what became of money, goods and parcel. */
export interface Explanation {
  readonly headline: string;
  readonly facts: readonly string[];
}

type Explained = Pick<ReadOrder, 'status' | 'reason' | 'totalMinor' | 'currency' | 'unfinished' | 'events'> & Books;

/** What is known of an order besides its record and its books. */
export interface KnownBesides {
  readonly walk?: Walk | undefined;
  /** Somebody refunded at the provider, and our books say nothing of it. */
  readonly isRefundedOutside?: boolean;
}

export function explain(order: Explained, { walk, isRefundedOutside = false }: KnownBesides = {}): Explanation {
  return {
    headline: headlineOf(order, walk),
    facts: [moneyFact(order), isRefundedOutside ? REFUNDED_OUTSIDE : '', stockFact(order), parcelFact(order)].filter(
      (fact) => fact !== '',
    ),
  };
}

function headlineOf(order: Explained, walk?: Walk): string {
  switch (order.status) {
    case 'CONFIRMED':
      return 'Confirmed: paid, sold, and handed to the carrier.';
    case 'REJECTED':
      return `Rejected: ${causeOf(order, walk)}. Everything was undone.`;
    case 'CANCELLED':
      return 'Cancelled by the customer. Everything was undone.';
    case 'NEEDS_REPAIR':
      return `Needs repair: ${causeOf(order, walk)}, and not everything could be undone.`;
    case 'RECEIVED':
      return 'Received. Nothing has been reserved or charged yet.';
    case 'RESERVED':
      return 'On its way: the goods are reserved, the charge comes next.';
    case 'CHARGED':
      return 'On its way: paid, the shipment is booked next.';
    case 'SHIPPING':
      return 'On its way: the shipment is booked, the confirmation comes next.';
  }
}

const REFUNDED_OUTSIDE =
  'Money: somebody refunded at the provider, all of it or a part, and not through us: look there for who did, and how much.';

/** What happened, with what the other side said about it. */
function causeOf({ reason, payment, shipment }: Explained, walk?: Walk): string {
  switch (reason) {
    case 'OutOfStockError':
      return 'not everything in it was in stock';
    case 'UnknownSkuError':
      return 'it names an article that is not in the catalogue';
    case 'MixedCurrencyError':
      return 'its articles are priced in different currencies';
    case 'TotalChangedError':
      return 'the prices had changed since the customer saw the total';
    case 'PaymentDeclinedError':
      return `the payment was declined${payment?.declineCode ? ` (${payment.declineCode})` : ''}`;
    case 'ShipmentRefusedError':
      return `the carrier refused to ship it${shipment?.refusalReason ? ` (${shipment.refusalReason})` : ''}`;
    case 'OrderUndoneError':
      return 'it had been called off before it got through';
    case 'RefundFailed':
    case 'RefundFailedError':
      return 'the bank returned the refund';
    case 'ProcessingFailed':
      return brokenIn(walk);
    default:
      return reason === null ? 'no reason is on record' : readable(reason);
  }
}

function moneyFact({ payment, totalMinor, currency }: Explained): string {
  const amount = amountOf(payment, totalMinor, currency);
  switch (payment?.state) {
    case undefined:
      return 'Money: nothing was charged.';
    case 'OPEN':
      return `Money: a charge of ${amount} was begun, and how it ended is not on record.`;
    case 'CHARGED':
      return `Money: ${amount} was charged (${payment.intentId ?? 'no intent'}).`;
    case 'DECLINED':
      return 'Money: the charge was declined; nothing was taken.';
    case 'REFUNDING':
      return isReturned(payment)
        ? `Money: ${amount} was charged, and the bank returned a refund of it (ours is ${payment.refundId}): the customer has not got all of it back.`
        : `Money: ${amount} was charged, and the refund is not on record as done.`;
    case 'VOIDED':
      return 'Money: nothing was taken, and the charge can not happen any more.';
    case 'REFUNDED':
      return `Money: ${amount} was charged and has been refunded (${payment.refundId ?? 'no refund id'}).`;
  }
}

const amountOf = (payment: Explained['payment'], totalMinor: number | null, currency: string | null): string => {
  const total: Partial<Money> = {
    ...((payment?.amountMinor ?? totalMinor) !== null && { amountMinor: payment?.amountMinor ?? totalMinor ?? 0 }),
    ...((payment?.currency ?? currency) !== null && { currency: payment?.currency ?? currency ?? '' }),
  };
  return total.amountMinor === undefined || total.currency === undefined
    ? 'an unknown amount'
    : money({ amountMinor: total.amountMinor, currency: total.currency });
};

/** What an undo leaves behind says not whether there was anything to undo; the events do. */
function stockFact({ reservation, events }: Explained): string {
  switch (reservation?.state) {
    case undefined:
      return 'Goods: nothing was reserved.';
    case 'HELD':
      return 'Goods: reserved for this order.';
    case 'RELEASED':
      return events?.some(({ type }) => type === EVENT_OF_STATUS.RESERVED)
        ? 'Goods: reserved, and free again.'
        : 'Goods: never reserved.';
    case 'SOLD':
      return 'Goods: sold.';
  }
}

function parcelFact({ shipment }: Explained): string {
  switch (shipment?.state) {
    case undefined:
      return 'Parcel: no shipment was booked.';
    case 'OPEN':
      return 'Parcel: a booking was begun, and how it ended is not on record.';
    case 'BOOKED':
      return `Parcel: booked with the carrier (${shipment.shipmentId}).`;
    case 'REFUSED':
      return `Parcel: refused by the carrier${shipment.refusalReason ? ` (${shipment.refusalReason})` : ''}.`;
    case 'CANCELLING':
      return 'Parcel: the booking is not on record as cancelled.';
    case 'CANCELLED':
      return shipment.shipmentId === null
        ? 'Parcel: never booked, and no late booking can come through.'
        : `Parcel: booked (${shipment.shipmentId}), and the booking is cancelled.`;
  }
}
