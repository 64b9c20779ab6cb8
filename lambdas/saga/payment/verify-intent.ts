import { OutcomeUnknownError, PaymentMismatchError } from '../../domain/failures';
import { type Money, sameMoney } from '../../domain/money';
import type { PaymentIntent } from '../../ports/payment-provider';

/** The intent that an order is paid by. */
export interface ExpectedIntent {
  readonly id: string;
  readonly total: Money;
}

/**
 * An answer of the provider is believed only when it speaks of the intent and the amount that were asked for.
 *
 * @throws PaymentMismatchError
 */
export function verifyIntent(intent: PaymentIntent, { id, total }: ExpectedIntent): PaymentIntent {
  if (intent.id !== id || !sameMoney(intent.amount, total)) {
    throw new PaymentMismatchError({ asked: describe({ id, amount: total }), answered: describe(intent) });
  }
  return intent;
}

const describe = ({ id, amount }: Pick<PaymentIntent, 'id' | 'amount'>): string =>
  `${id} over ${amount.amountMinor} ${amount.currency}`;

/** The intent is in a state from which it can still go either way. */
export const unsettled = (call: string, { status }: PaymentIntent): OutcomeUnknownError =>
  new OutcomeUnknownError(call, `the intent is ${status}`);
