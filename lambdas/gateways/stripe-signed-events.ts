import { NodePlatformFunctions } from '../../node_modules/stripe/cjs/platform/NodePlatformFunctions.js';
import { createWebhooks } from '../../node_modules/stripe/cjs/Webhooks.js';
import type { Clock } from '../ports/clock';
import type { SignedPaymentEvents } from '../ports/signed-payment-events';
import { parseStripeEvent } from './stripe-event';

/** Stripe's own default. What was signed longer ago may have been recorded by somebody, and is not believed any more. */
export const SIGNATURE_TOLERANCE_SECONDS = 5 * 60;

const { signature: verifier } = createWebhooks(new NodePlatformFunctions());

/**
 * Stripe's events, whose `Stripe-Signature` is verified by the SDK's own code: HMAC-SHA256 over time stamp and body,
 * compared in constant time (https://docs.stripe.com/webhooks#verify-manually). Taken from the SDK's insides like the
 * resources in `stripe-client.ts`, since its entry point would put 250 kB into the bundle for these 30.
 *
 * @param deps.secrets any of which may have signed: while one is rotated, both are in use
 */
export const createStripeSignedEvents = ({
  secrets,
  clock,
}: {
  readonly secrets: () => Promise<readonly string[]>;
  readonly clock: Clock;
}): SignedPaymentEvents => ({
  async read(body, signature) {
    const receivedAt = clock.now().getTime();
    const isGenuine = (await secrets()).some((secret) => verifies({ body, signature, secret, receivedAt }));
    if (!isGenuine) {
      return { kind: 'not-genuine' };
    }
    const event = parseStripeEvent(JSON.parse(body));
    return event === undefined ? { kind: 'of-no-concern' } : { kind: 'event', event };
  },
});

/** Whatever the verifier throws, it has not verified: it throws several things at headers that no Stripe would send. */
function verifies(signed: {
  readonly body: string;
  readonly signature: string;
  readonly secret: string;
  readonly receivedAt: number;
}): boolean {
  const { body, signature, secret, receivedAt } = signed;
  try {
    return verifier?.verifyHeader(body, signature, secret, SIGNATURE_TOLERANCE_SECONDS, undefined, receivedAt) === true;
  } catch {
    return false;
  }
}
