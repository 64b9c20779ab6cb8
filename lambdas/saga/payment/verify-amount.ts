import { PaymentMismatchError } from '../../domain/failures';
import { type Money, sameMoney } from '../../domain/money';
import type { PaymentIntent } from '../../ports/payment-provider';

/**
 * An answer of the provider is believed only when it speaks of the amount that was asked for.
 *
 * @throws PaymentMismatchError
 */
export function verifyAmount(intent: PaymentIntent, total: Money): PaymentIntent {
  if (!sameMoney(intent.amount, total)) {
    throw new PaymentMismatchError({ asked: describe(total), answered: describe(intent.amount) });
  }
  return intent;
}

const describe = ({ amountMinor, currency }: Money): string => `${amountMinor} ${currency}`;
