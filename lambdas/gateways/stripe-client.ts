import { FetchHttpClient } from '../../node_modules/stripe/cjs/net/FetchHttpClient.js';
import { RequestSender } from '../../node_modules/stripe/cjs/RequestSender.js';
import { PaymentIntentResource } from '../../node_modules/stripe/cjs/resources/PaymentIntents.js';
import { RefundResource } from '../../node_modules/stripe/cjs/resources/Refunds.js';
import { version } from '../../node_modules/stripe/package.json';

/** The version whose documents are read here. Pinned: an account's default may change by a click. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

const STRIPE_URL = 'https://api.stripe.com';

/** When a call does not say. Every call does, and none waits the SDK's 80 seconds. */
const TIMEOUT_MS = 5_000;

type Resources = ConstructorParameters<typeof PaymentIntentResource>[0];

export interface StripeClient {
  readonly paymentIntents: PaymentIntentResource;
  readonly refunds: RefundResource;
}

/**
 * The two resources of the official SDK that are used here, with its own sender, errors and HTTP client.
 *
 * Its entry point makes one object of every resource that Stripe has: 247 kB in each bundle that pays or refunds,
 * parsed and instantiated at every cold start. These parts are 45 kB. They are the SDK's insides, so its version is
 * exact and a test holds every request against what the whole SDK sends.
 *
 * Nothing is repeated here (Step Functions does that), no telemetry is sent, and the client over `fetch` bounds a whole
 * request. The one over `node:http` would bound only silence on the socket, and would repeat a request once after a
 * reset although retries are off.
 *
 * @param url of a simulator; by default Stripe's
 */
export function createStripeClient(url: string = STRIPE_URL): StripeClient {
  const { hostname, port, protocol } = new URL(url);
  const fields: Readonly<Record<string, unknown>> = {
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? '80' : '443') : port,
    protocol: protocol.slice(0, -1),
    basePath: '/v1/',
    version: STRIPE_API_VERSION,
    timeout: TIMEOUT_MS,
    httpClient: new FetchHttpClient(),
    stripeAccount: null,
    stripeContext: null,
  };
  const constants: Readonly<Record<string, string>> = { PACKAGE_VERSION: version, AI_AGENT: '' };

  const stripe = {
    _authenticator: null, // each call brings its key
    _emitter: { emit: () => false },
    _platformFunctions: {
      uuid4: () => globalThis.crypto.randomUUID(),
      getEnv: () => ({ STRIPE_SUPPRESS_NOTICES: 'true' }), // notices are for a developer at a terminal
    },
    getApiField: (name: string) => fields[name],
    getConstant: (name: string) => constants[name],
    getClientUserAgent: (use: (agent: string) => void) =>
      use(JSON.stringify({ bindings_version: version, lang: 'node', typescript: 'false', httplib: 'fetch' })),
    getEmitEventBodiesEnabled: () => false,
    getTelemetryEnabled: () => false,
    getMaxNetworkRetries: () => 0,
  } as unknown as Resources;
  stripe._requestSender = new RequestSender(stripe, 0);

  return { paymentIntents: new PaymentIntentResource(stripe), refunds: new RefundResource(stripe) };
}
