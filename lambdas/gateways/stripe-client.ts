import Stripe from 'stripe';

/** The version whose documents `stripe-intent.ts` reads. Pinned: an account's default may change by a click. */
const API_VERSION = '2026-10-28.endive';

/**
 * The official SDK, with every default that hides a policy written out.
 *
 * Its client over `fetch` bounds a whole request and never repeats one. The one over `node:http` bounds only
 * silence on the socket, and repeats a request once when the connection was reset, although retries are off.
 *
 * @param url of a simulator; by default Stripe's
 */
export function createStripeClient(url: string | undefined): Stripe {
  const base = url === undefined ? undefined : new URL(url);
  return new Stripe('given-with-each-request', {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(),
    ...(base === undefined
      ? {}
      : {
          host: base.hostname,
          port: base.port === '' ? defaultPort(base.protocol) : Number(base.port),
          protocol: base.protocol === 'http:' ? 'http' : 'https',
        }),
  });
}

const defaultPort = (protocol: string): number => (protocol === 'http:' ? 80 : 443);
