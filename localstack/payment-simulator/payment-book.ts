import type { Intent, PaymentBookState, PaymentNews, Refund } from './payment-entries';
import { invalidRequest, noSuch, StripeRefusal } from './stripe-refusal';
import { behaviourOf } from './test-payment-methods';

/** Smallest amount that Stripe charges in most currencies: 50 of the minor unit. */
const AMOUNT_MIN = 50;

export type { Intent, IntentStatus, PaymentBookState, PaymentNews, Refund } from './payment-entries';

/**
 * Payment intents and refunds with Stripe's states (https://docs.stripe.com/payments/paymentintents/lifecycle).
 * Every method throws a `StripeRefusal` when Stripe would answer with an error.
 */
export function createPaymentBook({
  newId,
  now = Date.now,
  announce = () => undefined,
}: {
  newId(prefix: string): string;
  now?: () => number;
  announce?: (news: PaymentNews) => void;
}) {
  const intents = new Map<string, Intent>();
  const refunds = new Map<string, Refund>();
  const created = () => Math.floor(now() / 1000);

  const find = (id: string): Intent => {
    const intent = intents.get(id);
    if (intent === undefined) {
      throw noSuch('payment_intent', id, 'intent');
    }
    return intent;
  };
  const refundsOf = (intentId: string): readonly Refund[] =>
    [...refunds.values()].filter((refund) => refund.intentId === intentId).reverse();
  const refunded = (intentId: string): number =>
    refundsOf(intentId).reduce((sum, { status, amount }) => sum + (status === 'failed' ? 0 : amount), 0);

  /** @returns the intent as it is from now on */
  const alter = (before: Intent, change: Partial<Omit<Intent, 'id'>>): Intent => {
    const intent = { ...before, ...change };
    intents.set(intent.id, intent);
    return intent;
  };
  const capture = (before: Intent): Intent => {
    const { amount, captures } = before;
    const intent = alter(before, { status: 'succeeded', amountReceived: amount, captures: captures + 1 });
    announce({ type: 'payment_intent.succeeded', intent });
    return intent;
  };
  /** A payment that was processing is found settled by whoever looks at it next. */
  const look = (id: string): Intent => {
    const intent = find(id);
    return intent.status === 'processing' ? capture(intent) : intent;
  };

  return {
    createIntent(request: {
      amount: number;
      currency: string;
      paymentMethod: string | undefined;
      metadata: Readonly<Record<string, string>>;
    }): Intent {
      if (request.amount < AMOUNT_MIN) {
        throw invalidRequest('Amount must convert to at least 50 cents.', {
          code: 'amount_too_small',
          param: 'amount',
        });
      }
      if (request.paymentMethod !== undefined && behaviourOf(request.paymentMethod) === undefined) {
        throw noSuch('PaymentMethod', request.paymentMethod, 'payment_method', 400);
      }
      const intent: Intent = {
        id: newId('pi'),
        amount: request.amount,
        currency: request.currency,
        metadata: request.metadata,
        created: created(),
        status: request.paymentMethod === undefined ? 'requires_payment_method' : 'requires_confirmation',
        paymentMethod: request.paymentMethod ?? null,
        usedPaymentMethod: null,
        lastPaymentError: null,
        amountReceived: 0,
        captures: 0,
      };
      intents.set(intent.id, intent);
      return intent;
    },

    retrieve: look,
    peek: (id: string): Intent | undefined => intents.get(id),

    confirm(id: string): Intent {
      const intent = look(id);
      const behaviour = intent.paymentMethod === null ? undefined : behaviourOf(intent.paymentMethod);
      const confirmable = intent.status === 'requires_confirmation' || intent.status === 'requires_action';
      if (!confirmable || behaviour === undefined) {
        const reason =
          behaviour === undefined ? 'it is missing a payment method' : `it has a status of ${intent.status}`;
        throw unexpectedState('confirm', reason);
      }
      switch (behaviour.kind) {
        case 'pays':
          return capture(intent);
        case 'processes':
          return alter(intent, { status: 'processing' });
        case 'requires-action':
          return alter(intent, { status: 'requires_action' });
        case 'declines': {
          const { code, declineCode } = behaviour;
          const declined = alter(intent, {
            status: 'requires_payment_method',
            usedPaymentMethod: intent.paymentMethod,
            paymentMethod: null, // a declined method is detached: confirming again cannot charge it
            lastPaymentError: { code, declineCode },
          });
          announce({ type: 'payment_intent.payment_failed', intent: declined });
          throw new StripeRefusal(402, 'card_error', 'Your card was declined.', { code, decline_code: declineCode });
        }
      }
    },

    cancel(id: string): Intent {
      const open = look(id);
      if (open.status === 'succeeded' || open.status === 'canceled') {
        throw unexpectedState('cancel', `it has a status of ${open.status}`);
      }
      const intent = alter(open, { status: 'canceled' });
      announce({ type: 'payment_intent.canceled', intent });
      return intent;
    },

    refund({
      intentId,
      amount,
      metadata = {},
    }: {
      intentId: string;
      amount?: number | undefined;
      metadata?: Readonly<Record<string, string>>;
    }): Refund {
      const intent = look(intentId);
      if (intent.status !== 'succeeded') {
        throw invalidRequest(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
          code: 'payment_intent_unexpected_state',
        });
      }
      const left = intent.amountReceived - refunded(intentId);
      if (left === 0) {
        throw invalidRequest('The charge has already been refunded.', { code: 'charge_already_refunded' });
      }
      if ((amount ?? left) > left) {
        throw invalidRequest('The refund is larger than what is left of the charge.', { param: 'amount' });
      }
      const behaviour = intent.paymentMethod === null ? undefined : behaviourOf(intent.paymentMethod);
      const refund: Refund = {
        id: newId('re'),
        intentId,
        amount: amount ?? left,
        currency: intent.currency,
        metadata,
        created: created(),
        status: (behaviour?.kind === 'pays' ? behaviour.refund : undefined) ?? 'succeeded',
      };
      refunds.set(refund.id, refund);
      announce({ type: 'refund.created', intent, refund });
      announce({ type: refund.status === 'failed' ? 'refund.failed' : 'charge.refunded', intent, refund });
      return refund;
    },

    /** The bank takes the money after all, of an intent that was canceled or never confirmed: nothing should, but it may. */
    captureLate(id: string): void {
      const intent = find(id);
      if (intent.status !== 'succeeded') {
        capture(intent);
      }
    },
    /** The bank returns a refund days after it was made (https://docs.stripe.com/refunds#failed-refunds). */
    returnRefunds(intentId: string): void {
      const intent = find(intentId);
      for (const standing of refundsOf(intentId).filter(({ status }) => status !== 'failed')) {
        const refund: Refund = { ...standing, status: 'failed' };
        refunds.set(refund.id, refund);
        announce({ type: 'refund.failed', intent, refund });
      }
    },

    /** Newest first, as Stripe lists them. */
    refundsOf,
    state: (): PaymentBookState => ({ intents: [...intents.values()], refunds: [...refunds.values()] }),
    restore(state: PaymentBookState): void {
      intents.clear();
      refunds.clear();
      state.intents.forEach((intent) => {
        intents.set(intent.id, intent);
      });
      state.refunds.forEach((refund) => {
        refunds.set(refund.id, refund);
      });
    },
  };
}
export type PaymentBook = ReturnType<typeof createPaymentBook>;

const unexpectedState = (verb: string, reason: string): StripeRefusal =>
  invalidRequest(`You cannot ${verb} this PaymentIntent because ${reason}.`, {
    code: 'payment_intent_unexpected_state',
  });
