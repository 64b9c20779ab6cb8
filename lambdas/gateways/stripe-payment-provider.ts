import { OutcomeUnknownError } from '../domain/failures';
import type { PaymentIntent, PaymentProvider } from '../ports/payment-provider';
import type { PaymentRefunds, ProviderRefund } from '../ports/payment-refunds';
import type { ApiKey } from './api-key';
import { CALL_TIMEOUT_MS, type CallTimeouts } from './call-timeouts';
import { createStripeCalls, type Reply } from './stripe-calls';
import { isReplayed, type StripeError } from './stripe-error';
import { parseIntent, readDeclineCode } from './stripe-intent';
import { parseRefund, parseRefunds, standingRefund } from './stripe-refund';

/**
 * Stripe. Its answers are read, not trusted: what is not the intent or the refund that was asked for is an unknown
 * outcome, and the next attempt asks again.
 *
 * Keys: creating and refunding carry the order's, the same for ever, so that Stripe does each once. Confirming and
 * canceling carry a fresh one from the SDK. They change one intent that is named, which takes money once and is
 * canceled once however often it is asked to, while a fixed key would replay a stored 500 for a day and keep us
 * from ever asking again.
 *
 * @param deps.url of a simulator; unset: Stripe itself
 * @param deps.timeoutsMs by default `CALL_TIMEOUT_MS`
 * @throws Error when there is no key: at cold start, not at the first order
 */
export function createStripePaymentProvider(deps: {
  readonly url: string | undefined;
  readonly apiKey: ApiKey | undefined;
  readonly timeoutsMs?: CallTimeouts;
}): PaymentProvider & PaymentRefunds {
  const { stripe, call } = createStripeCalls(deps);
  const timeoutsMs = deps.timeoutsMs ?? CALL_TIMEOUT_MS;

  const retrieveIntent = async (intentId: string): Promise<PaymentIntent> => {
    const name = 'retrieving the intent';
    const reply = await call(name, timeoutsMs.retrieveIntent, (options) =>
      stripe.paymentIntents.retrieve(intentId, undefined, options),
    );
    return intentIn(name, reply, intentId);
  };

  const listRefunds = async (intentId: string, orderId?: string): Promise<readonly ProviderRefund[]> => {
    const name = 'looking for refunds';
    const reply = await call(name, timeoutsMs.listRefunds, (options) =>
      stripe.refunds.list({ payment_intent: intentId, limit: MOST_REFUNDS }, options),
    );
    return reply.kind === 'answered' ? parseRefunds(reply.document, intentId, orderId) : unusable(name, reply);
  };

  return {
    async createIntent({ orderId, total, paymentMethodId }) {
      const name = 'creating the intent';
      const reply = await call(name, timeoutsMs.createIntent, (options) =>
        stripe.paymentIntents.create(
          {
            amount: total.amountMinor,
            currency: total.currency.toLowerCase(),
            payment_method: paymentMethodId,
            allowed_payment_method_types: ['card'],
            capture_method: 'automatic',
            metadata: { orderId },
          },
          { ...options, idempotencyKey: `${orderId}:charge` },
        ),
      );
      // A 500 that is replayed ends here as an unknown outcome, and after some retries in the undo: no id is on
      // record, so nothing was confirmed, and a second key could only make a second intent.
      return reply.kind === 'refused' && isAboutTheCustomersChoice(reply.error)
        ? { kind: 'refused', declineCode: readDeclineCode(reply.error) }
        : { kind: 'created', intent: intentIn(name, reply) };
    },

    retrieveIntent,

    async confirmIntent(intentId) {
      const name = 'confirming the intent';
      const reply = await call(name, timeoutsMs.confirmIntent, (options) =>
        stripe.paymentIntents.confirm(intentId, {}, options),
      );
      if (reply.kind === 'refused' && isAboutTheIntent(reply.error)) {
        return intentOf(reply.error, intentId) ?? retrieveIntent(intentId);
      }
      return intentIn(name, reply, intentId);
    },

    async cancelIntent(intentId) {
      const name = 'canceling the intent';
      const reply = await call(name, timeoutsMs.cancelIntent, (options) =>
        stripe.paymentIntents.cancel(intentId, {}, options),
      );
      if (reply.kind === 'refused' && isAboutTheIntent(reply.error)) {
        return intentOf(reply.error, intentId) ?? retrieveIntent(intentId);
      }
      return intentIn(name, reply, intentId);
    },

    async refundIntent({ orderId, intentId }) {
      const name = 'refunding the charge';
      const reply = await call(name, timeoutsMs.createRefund, (options) =>
        stripe.refunds.create(
          { payment_intent: intentId, metadata: { orderId } },
          { ...options, idempotencyKey: `${orderId}:refund` },
        ),
      );
      if (isAlreadyRefunded(reply)) {
        return standingRefund(await listRefunds(intentId)) ?? unusable(name, reply);
      }
      if (isRepeated(reply)) {
        return standingRefund(await listRefunds(intentId, orderId)) ?? unusable(name, reply);
      }
      return (reply.kind === 'answered' ? parseRefund(reply.document, intentId) : undefined) ?? unusable(name, reply);
    },

    refundsOf: (intentId) => listRefunds(intentId),
  };
}

/** As many as Stripe lists at once; it lists 10 unless it is asked for more (https://docs.stripe.com/api/pagination). */
const MOST_REFUNDS = 100;

/** Stripe checks these before it creates anything: a payment method it does not know, an amount it does not take. */
const isAboutTheCustomersChoice = ({ statusCode, param, code }: StripeError): boolean =>
  statusCode === 402 ||
  (statusCode === 400 && (param === 'payment_method' || code === 'amount_too_small' || code === 'amount_too_large'));

/** The card was declined, or the intent has moved on since we looked: either way the intent says where it stands. */
const isAboutTheIntent = ({ statusCode, code }: StripeError): boolean =>
  statusCode === 402 || code === 'payment_intent_unexpected_state';

/** Nothing is left to refund, whoever asked for that. */
const isAlreadyRefunded = (reply: Reply): boolean =>
  reply.kind !== 'answered' && reply.error?.code === 'charge_already_refunded';

/**
 * What Stripe says about our refund may not be how it stands. Under a key it repeats for a day what it said first: a 500,
 * although the refund was made, or a refund, although the bank has returned it since. A part that somebody refunded by
 * hand says nothing about ours.
 */
const isRepeated = (reply: Reply): boolean =>
  reply.kind === 'answered' ? reply.replayed : reply.error !== undefined && isReplayed(reply.error);

/** The intent that an error carries, unless it is not the one that was asked about. */
function intentOf(error: StripeError, intentId: string): PaymentIntent | undefined {
  const intent = parseIntent(error.payment_intent);
  if (intent?.id !== intentId) {
    return undefined;
  }
  return error.statusCode === 402 && intent.status === 'unconfirmed'
    ? { ...intent, status: 'declined', declineCode: readDeclineCode(error) }
    : intent;
}

function intentIn(name: string, reply: Reply, intentId?: string): PaymentIntent {
  const intent = reply.kind === 'answered' ? parseIntent(reply.document) : undefined;
  return intent === undefined || (intentId !== undefined && intent.id !== intentId) ? unusable(name, reply) : intent;
}

function unusable(name: string, reply: Reply): never {
  throw reply.kind === 'answered'
    ? new OutcomeUnknownError(name, 'an answer without what was asked for')
    : reply.failure;
}
