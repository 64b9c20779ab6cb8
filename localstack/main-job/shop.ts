import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface OrderRequest {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly paymentMethodId: string;
  readonly expectedTotal?: { readonly amountMinor: number; readonly currency: string };
  readonly shippingAddress: Readonly<Record<string, string>>;
  readonly email?: string;
}

export interface OrderAnswer {
  readonly orderId: string;
  readonly status: string;
  readonly reason?: { readonly code: string };
  readonly total?: { readonly amountMinor: number; readonly currency: string };
}

export interface PlaceAnswer {
  readonly status: number;
  readonly orderId: string | undefined;
}

/** A customer's view of the API: what the main job and the end-to-end tests do, they do over HTTP like anybody else. */
export interface Shop {
  place(request: OrderRequest, idempotencyKey?: string): Promise<PlaceAnswer>;
  find(orderId: string): Promise<OrderAnswer>;
}

export const createShop = ({ api, token }: { readonly api: string; readonly token: string }): Shop => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const base = api.replace(/\/$/, '');

  return {
    async place(request, idempotencyKey = randomUUID()) {
      const response = await fetchPatiently(`${base}/orders`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': idempotencyKey },
        body: JSON.stringify(request),
      });
      const body = (await response.json()) as { orderId?: string };
      return { status: response.status, orderId: body.orderId };
    },

    async find(orderId) {
      const response = await fetchPatiently(`${base}/orders/${orderId}`, { headers });
      if (!response.ok) {
        throw new Error(`GET /orders/${orderId} answered ${response.status}: ${await response.text()}`);
      }
      return (await response.json()) as OrderAnswer;
    },
  };
};

/** Together longer than a call that broke off keeps its key to itself: half a minute. */
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

/** Repeats what the server could not answer, as a well-behaved client does: the key makes that safe. */
async function fetchPatiently(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, init);
    const isToBeRepeated = response.status >= 500 || (response.status === 409 && response.headers.has('retry-after'));
    if (!isToBeRepeated || attempt === ATTEMPTS) {
      return response;
    }
    await response.body?.cancel();
    await sleep(Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS));
  }
}
