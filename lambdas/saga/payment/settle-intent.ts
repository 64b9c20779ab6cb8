import type { Money } from '../../domain/money';
import type { PaymentIntent, PaymentProvider } from '../../ports/payment-provider';
import { unsettled } from './unsettled';
import { verifyAmount } from './verify-amount';

/** The intent that an order is paid by. */
export interface ExpectedIntent {
  readonly id: string;
  readonly total: Money;
}

export type Settled = { readonly kind: 'charged' } | { readonly kind: 'declined'; readonly declineCode: string };

/**
 * Brings an intent to a state that cannot change any more: its money is taken, or never will be.
 *
 * A decline is final only when the intent is canceled. An earlier confirmation that timed out on our side may
 * still be on its way and would take the money of an order that was rejected long before.
 *
 * @throws OutcomeUnknownError when the intent is still on its way
 * @throws PaymentMismatchError when the provider speaks of another amount
 */
export async function settleIntent(
  provider: PaymentProvider,
  found: PaymentIntent,
  expected: ExpectedIntent,
): Promise<Settled> {
  const intent =
    verifyAmount(found, expected.total).status === 'unconfirmed'
      ? verifyAmount(await provider.confirmIntent(expected.id), expected.total)
      : found;

  switch (intent.status) {
    case 'succeeded':
      return { kind: 'charged' };
    case 'declined':
    case 'action-required':
      return closeIntent(provider, intent, expected);
    case 'canceled':
      return declined(intent);
    case 'processing':
    case 'unconfirmed':
      throw unsettled('the charge', intent);
  }
}

async function closeIntent(
  provider: PaymentProvider,
  refused: PaymentIntent,
  expected: ExpectedIntent,
): Promise<Settled> {
  const closed = verifyAmount(await provider.cancelIntent(expected.id), expected.total);
  switch (closed.status) {
    case 'canceled':
      return declined(refused);
    case 'succeeded':
      return { kind: 'charged' }; // a confirmation that was on its way was faster
    case 'declined':
    case 'action-required':
    case 'processing':
    case 'unconfirmed':
      throw unsettled('canceling a declined charge', closed);
  }
}

/**
 * No customer is there to authenticate, so an intent that wants it counts as declined. One that is canceled
 * without a reason was closed by the attempt before this one, or by hand at the provider.
 */
const declined = ({ status, declineCode }: PaymentIntent): Settled => ({
  kind: 'declined',
  declineCode: declineCode ?? (status === 'action-required' ? 'authentication_required' : 'payment_canceled'),
});
