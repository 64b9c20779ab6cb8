import { randomUUID } from 'node:crypto';
import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { createHttpCarrier } from '../../../lambdas/gateways/http-carrier';
import { judgeCall } from '../../../lambdas/gateways/shared-circuit';
import { createStripePaymentProvider } from '../../../lambdas/gateways/stripe-payment-provider';
import type { CarrierLedger } from '../../../localstack/carrier-simulator/carrier-api';
import type { FaultRuleInput } from '../../../localstack/simulator/fault-script';
import { type SimulatorUnderTest, startCarrierSimulator } from '../../support/simulators/simulators';
import { type StripeBench, startStripe, total } from './stripe-bench';

const soon = Object.fromEntries(Object.keys(CALL_TIMEOUT_MS).map((call) => [call, 150])) as unknown as CallTimeouts;
const keyOf = (key: string) => ({ read: async () => key, forget: () => undefined });

/** @returns what the call says about its service: an answer is a success, whatever it answers */
const verdictOn = (call: Promise<unknown>): Promise<string> => call.then(() => 'succeeded', judgeCall);

describe('What a call says about the payment provider', () => {
  let stripe: StripeBench;
  beforeAll(async () => {
    stripe = await startStripe();
  });
  afterAll(() => stripe.simulator.close());
  beforeEach(() => stripe.simulator.heal());

  const creating = (paymentMethodId = 'pm_card_visa', orderId = randomUUID()) =>
    stripe.impatient.createIntent({ orderId, total, paymentMethodId });

  it.each<FaultRuleInput['fault']>([
    'timeout-before',
    'timeout-after',
    'error-500-before',
    'error-500-stored',
    'error-500-after',
    'status-503',
    'status-429',
    'malformed',
    'reset',
    'reset-after',
  ])('row 30: counts %s as a failure', async (fault) => {
    await stripe.simulator.fail({ fault });

    expect(await verdictOn(creating())).toBe('failed');
  });

  it('row 31: takes 409 while in progress for a provider that works', async () => {
    await stripe.simulator.fail({ fault: 'status-409' });

    expect(await verdictOn(creating())).toBe('succeeded');
  });

  it('row 31: counts a stored 500 once, when it happens, and not when it is replayed to its order', async () => {
    const orderId = randomUUID();
    await stripe.simulator.fail({ fault: 'error-500-stored' });
    await verdictOn(creating('pm_card_visa', orderId));

    expect(await verdictOn(creating('pm_card_visa', orderId))).toBe('succeeded');
  });

  it('row 28: takes a decline for a provider that works', async () => {
    const { intent } = await stripe.created('pm_card_visa_chargeDeclined');

    expect(await verdictOn(stripe.provider.confirmIntent(intent.id))).toBe('succeeded');
  });

  it.each([
    { what: 'a payment method that does not exist', call: () => creating('pm_of_nobody'), verdict: 'succeeded' },
    {
      what: 'an intent that does not exist',
      call: () => stripe.impatient.retrieveIntent('pi_of_nobody'),
      verdict: 'learned-nothing',
    },
    {
      what: 'a key that is refused',
      call: () =>
        createStripePaymentProvider({ url: stripe.simulator.url, apiKey: keyOf('wrong') }).retrieveIntent('pi_1'),
      verdict: 'learned-nothing',
    },
    {
      what: 'a key that cannot be read',
      call: () =>
        createStripePaymentProvider({
          url: stripe.simulator.url,
          apiKey: { read: () => Promise.reject(new Error('no such secret')), forget: () => undefined },
        }).retrieveIntent('pi_1'),
      verdict: 'learned-nothing',
    },
  ])('never counts $what as a failure', async ({ call, verdict }) => {
    expect(await verdictOn(call())).toBe(verdict);
  });
});

describe('What a call says about the carrier', () => {
  let simulator: SimulatorUnderTest<CarrierLedger>;
  beforeAll(async () => {
    simulator = await startCarrierSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.heal());

  const booking = (country = 'DE') =>
    createHttpCarrier({ url: simulator.url, apiKey: keyOf('key'), timeoutsMs: soon }).book({
      orderId: randomUUID(),
      address: { name: 'Ada Lovelace', line1: '12 St James Square', postalCode: '10115', city: 'Berlin', country },
      lines: [{ sku: 'tea', quantity: 1 }],
    });

  it.each<FaultRuleInput['fault']>([
    'timeout-after',
    'error-500-before',
    'status-503',
    'status-429',
    'malformed',
    'reset',
  ])('row 30: counts %s as a failure', async (fault) => {
    await simulator.fail({ fault });

    expect(await verdictOn(booking())).toBe('failed');
  });

  it('takes a refusal, and 409 without a word, for a carrier that works', async () => {
    expect(await verdictOn(booking('AQ'))).toBe('succeeded');

    await simulator.fail({ fault: 'status-409' });
    expect(await verdictOn(booking())).toBe('succeeded');
  });
});
