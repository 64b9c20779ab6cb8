import { createSimulator, type Simulator } from '../simulator/simulator';
import { createStripeApi } from './stripe-api';

/**
 * A payment provider on loopback that speaks the part of Stripe's HTTP API which the official SDK uses here.
 * Its ledger (`PaymentLedger`) says what really happened to the money, whatever the callers believe;
 * `localstack/simulator/admin-api.ts` lists what makes it fail on purpose.
 *
 * @param options.stateFile loaded when it exists, and written before anything is answered
 * @param options.apiKey the only key that is accepted; by default any `sk_test_…` or `rk_test_…`
 */
export const createPaymentSimulator = (
  options: { readonly stateFile?: string | undefined; readonly apiKey?: string | undefined } = {},
): Simulator => createSimulator({ api: createStripeApi({ apiKey: options.apiKey }), stateFile: options.stateFile });
