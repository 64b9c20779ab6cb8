import { randomUUID } from 'node:crypto';
import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { createStripePaymentProvider } from '../../../lambdas/gateways/stripe-payment-provider';
import type { PaymentIntent, PaymentProvider } from '../../../lambdas/ports/payment-provider';
import type { PaymentRefunds } from '../../../lambdas/ports/payment-refunds';
import type { PaymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import { type SimulatorUnderTest, startPaymentSimulator } from '../../support/simulators/simulators';

export const total = { amountMinor: 1250, currency: 'EUR' };
export const KEY = 'sk_test_a_key_that_must_never_be_seen';

export const captured = { capturedMinor: 1250, captures: 1, refundedMinor: 0, refunds: 0 };
export const untouched = { capturedMinor: 0, captures: 0, refundedMinor: 0, refunds: 0 };
export const givenBack = { capturedMinor: 1250, captures: 1, refundedMinor: 1250, refunds: 1 };

export interface StripeBench {
  readonly simulator: SimulatorUnderTest<PaymentLedger>;
  readonly provider: PaymentProvider & PaymentRefunds;
  /** Gives up after a moment: for calls that are meant to time out, and for no others. */
  readonly impatient: PaymentProvider;
  created(paymentMethodId?: string): Promise<{ orderId: string; intent: PaymentIntent }>;
  paid(paymentMethodId?: string): Promise<{ orderId: string; intentId: string }>;
}

/** The adapter of Stripe, over HTTP and the SDK, against the simulator. */
export async function startStripe(): Promise<StripeBench> {
  const simulator = await startPaymentSimulator();
  const source = { url: simulator.url, apiKey: { read: async () => KEY, forget: () => undefined } };
  const provider = createStripePaymentProvider(source);
  const soon = Object.fromEntries(Object.keys(CALL_TIMEOUT_MS).map((call) => [call, 150])) as unknown as CallTimeouts;

  const created = async (paymentMethodId = 'pm_card_visa') => {
    const orderId = randomUUID();
    const outcome = await provider.createIntent({ orderId, total, paymentMethodId });
    if (outcome.kind !== 'created') {
      throw new Error(`expected an intent, got ${outcome.kind}`);
    }
    return { orderId, intent: outcome.intent };
  };

  return {
    simulator,
    provider,
    impatient: createStripePaymentProvider({ ...source, timeoutsMs: soon }),
    created,
    async paid(paymentMethodId) {
      const { orderId, intent } = await created(paymentMethodId);
      await provider.confirmIntent(intent.id);
      return { orderId, intentId: intent.id };
    },
  };
}
