import type { PaymentIntent, PaymentProvider } from '../../../lambdas/ports/payment-provider';
import type { PaymentRefunds } from '../../../lambdas/ports/payment-refunds';
import type { ScriptedPaymentProvider } from '../../support/scripted-provider/scripted-payment-provider';

export type ProviderMood = 'declines' | 'refuses' | 'misquotes' | 'takes-more';

export interface MoodyProvider extends PaymentProvider, PaymentRefunds {
  /** How the next call is answered, whichever it is. */
  feel(mood: ProviderMood): void;
  /** True when somebody has asked for the money of this intent. No bank takes any before that. */
  wasConfirmed(intentId: string): boolean;
}

/** Nobody asked for this amount. */
const WRONG_MINOR = 100;
const DECLINE_CODE = 'insufficient_funds';

/**
 * A provider with moods, over one without. Where Stripe is kinder it is meant to be: Stripe detaches the method of a
 * declined intent, here a later confirmation of the same intent would be paid unless the intent was canceled.
 */
export function createMoodyProvider(provider: ScriptedPaymentProvider): MoodyProvider {
  const declined = new Set<string>();
  const confirmed = new Set<string>();
  let mood: ProviderMood | undefined;
  const takeMood = (): ProviderMood | undefined => {
    const taken = mood;
    mood = undefined;
    return taken;
  };

  /** A declined intent says so until it is canceled, and its decline code stays with it. */
  const remembering = (intent: PaymentIntent): PaymentIntent => {
    if (!declined.has(intent.id) || intent.status === 'succeeded') {
      return intent;
    }
    const status = intent.status === 'unconfirmed' ? 'declined' : intent.status;
    return { ...intent, status, declineCode: DECLINE_CODE };
  };
  const answer = (intent: PaymentIntent, felt: ProviderMood | undefined): PaymentIntent =>
    felt === 'misquotes' ? misquoted(remembering(intent)) : remembering(intent);

  return {
    feel(next) {
      mood = next;
    },
    wasConfirmed: (intentId) => confirmed.has(intentId),
    async createIntent(request) {
      const felt = takeMood();
      if (felt === 'refuses') {
        return { kind: 'refused', declineCode: 'resource_missing' };
      }
      const { total } = request;
      const wanted = felt === 'takes-more' ? { ...total, amountMinor: total.amountMinor + WRONG_MINOR } : total;
      const created = await provider.createIntent({ ...request, total: wanted });
      return created.kind === 'created' ? { kind: 'created', intent: answer(created.intent, felt) } : created;
    },
    async retrieveIntent(intentId) {
      const felt = takeMood();
      return answer(await provider.retrieveIntent(intentId), felt);
    },
    async confirmIntent(intentId) {
      const felt = takeMood();
      confirmed.add(intentId);
      if (felt === 'declines') {
        const intent = await provider.retrieveIntent(intentId);
        if (intent.status === 'unconfirmed') {
          declined.add(intentId);
        }
        return remembering(intent);
      }
      return answer(await provider.confirmIntent(intentId), felt);
    },
    async cancelIntent(intentId) {
      const felt = takeMood();
      return answer(await provider.cancelIntent(intentId), felt);
    },
    refundIntent(request) {
      takeMood();
      return provider.refundIntent(request);
    },
    refundsOf: (intentId) => provider.refundsOf(intentId),
  };
}

const misquoted = ({ amount, ...intent }: PaymentIntent): PaymentIntent => ({
  ...intent,
  amount: { ...amount, amountMinor: amount.amountMinor + WRONG_MINOR },
});
