import type { BookedOrder, Books, PaymentEntry } from './books';
import type { Violation } from './violation';

const MAY_STILL_BE_CHARGED = new Set(['RefundPayment', 'ConfirmOrder']);

const nothing = (orderId: string): PaymentEntry => ({
  orderId,
  currency: '',
  capturedMinor: 0,
  refundedMinor: 0,
  captures: 0,
  refunds: 0,
});

/**
 * A confirmed order was paid once, in full and for good; any other was not paid, or refunded once and in full. What
 * somebody refunds by hand, at the provider, of an order that stands is not for these books: leave it out of the entries.
 */
export function checkMoney({ payments, orders }: Books): readonly Violation[] {
  const orderIds = new Set(orders.map(({ orderId }) => orderId));
  const byOrder = new Map(payments.map((entry) => [entry.orderId, entry]));
  return [
    ...orders.flatMap((order) => checkOrder(order, byOrder.get(order.orderId) ?? nothing(order.orderId))),
    ...payments
      .filter(({ orderId, capturedMinor }) => capturedMinor > 0 && !orderIds.has(orderId))
      .map(({ orderId }) => charge(orderId, 'money was captured for an order that is not on record')),
  ];
}

function checkOrder(order: BookedOrder, entry: PaymentEntry): readonly Violation[] {
  const { orderId, status, total } = order;
  const kept = entry.capturedMinor - entry.refundedMinor;
  const violations: Violation[] = [];

  if (entry.captures > 1) {
    violations.push(charge(orderId, `captured ${entry.captures} times`));
  }
  if (entry.refundedMinor > entry.capturedMinor || entry.refunds > 1) {
    violations.push(
      refund(orderId, `${entry.refunds} refunds of ${entry.refundedMinor} for ${entry.capturedMinor} captured`),
    );
  }
  if (status === 'CONFIRMED') {
    if (entry.capturedMinor !== total?.amountMinor || entry.currency.toUpperCase() !== total.currency) {
      const paid = `${entry.capturedMinor} ${entry.currency}`;
      violations.push(charge(orderId, `confirmed for ${total?.amountMinor} ${total?.currency}, paid ${paid}`));
    }
    if (entry.refunds > 0 || entry.refundedMinor > 0) {
      violations.push(charge(orderId, `confirmed, yet ${entry.refundedMinor} ${entry.currency} was given back`));
    }
  } else if (kept !== 0 && !mayStillBeCharged(order)) {
    violations.push(charge(orderId, `${status}, yet ${kept} ${entry.currency} of the customer's money is kept`));
  } else if (kept !== 0 && status === 'NEEDS_REPAIR' && entry.refundedMinor > 0) {
    // A refund is made as a whole or not at all, and so it is unfinished as a whole.
    violations.push(
      refund(
        orderId,
        `in repair, and ${entry.refundedMinor} of ${entry.capturedMinor} ${entry.currency} was given back`,
      ),
    );
  }
  return violations;
}

/** Before the end of the saga the money is on its way; in repair, only if the undo is on record as unfinished. */
const mayStillBeCharged = ({ status, unfinished }: BookedOrder): boolean =>
  status === 'NEEDS_REPAIR'
    ? unfinished.some((step) => MAY_STILL_BE_CHARGED.has(step))
    : status !== 'REJECTED' && status !== 'CANCELLED';

const charge = (subject: string, detail: string): Violation => ({ invariant: 'charge', subject, detail });
const refund = (subject: string, detail: string): Violation => ({ invariant: 'refund', subject, detail });
