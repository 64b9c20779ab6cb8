import type { BeginChargeOutcome } from '../../ports/payment-store';
import { hasEnded, type StandingOrder } from './standing-order';

/** Nulls where there is no such order or payment. */
export interface StandingPayment extends StandingOrder {
  readonly state: 'OPEN' | 'CHARGED' | 'DECLINED' | 'REFUNDING' | 'VOIDED' | 'REFUNDED' | null;
  readonly intent_id: string | null;
  readonly decline_code: string | null;
  readonly amount_minor: number | null;
  readonly currency: string | null;
}

/**
 * What a charge finds that could not be begun anew. What an earlier attempt settled is said as it is, also when the
 * order is being undone: the next step refuses then, and everything up to here is undone.
 *
 * @returns undefined when the order has become chargeable meanwhile
 */
export function beginChargeAnswer(payment: StandingPayment): BeginChargeOutcome | undefined {
  const outOfOrder = { kind: 'out-of-order', status: payment.status ?? 'UNKNOWN' } as const;
  switch (payment.state) {
    case 'CHARGED':
      return payment.intent_id === null ? outOfOrder : { kind: 'charged', intentId: payment.intent_id };
    case 'DECLINED':
      return { kind: 'declined', declineCode: payment.decline_code ?? 'unknown' };
    case 'REFUNDING':
    case 'VOIDED':
    case 'REFUNDED':
      return { kind: 'undone' };
    case 'OPEN':
    case null:
      if (hasEnded(payment)) {
        return { kind: 'undone' };
      }
      if (payment.status !== 'RESERVED') {
        return outOfOrder;
      }
      return payment.state === null ? undefined : openAnswer(payment);
  }
}

function openAnswer({ amount_minor, currency, intent_id }: StandingPayment): BeginChargeOutcome {
  if (amount_minor === null || currency === null) {
    throw new Error('an open payment has an amount, got none');
  }
  return {
    kind: 'open',
    total: { amountMinor: amount_minor, currency },
    ...(intent_id === null ? {} : { intentId: intent_id }),
  };
}
