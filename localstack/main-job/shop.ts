import { randomUUID } from 'node:crypto';
import { fetchPatiently } from './patient-fetch';

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
