import Stripe from 'stripe';

/** An endpoint that has not answered by then is taken for one that never will. */
const TIMEOUT_MS = 20_000;

/**
 * Sends an event with a signature of each secret (https://docs.stripe.com/webhooks#verify-manually), made by the
 * official SDK, so that whoever verifies it does not only agree with himself.
 *
 * @returns the status of the answer, or 0 when there was none
 */
export async function sendSigned({
  url,
  secrets,
  body,
}: {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly body: string;
}): Promise<{ readonly ok: boolean; readonly status: number }> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signatures = secrets.map(
    (secret) => Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }).split(',')[1],
  );
  try {
    const { ok, status } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': [`t=${timestamp}`, ...signatures].join(','),
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { ok, status };
  } catch {
    return { ok: false, status: 0 };
  }
}
