import * as z from 'zod/mini';
import { DependencyUnavailableError, OutcomeUnknownError } from '../domain/failures';
import type { BookingOutcome, Carrier } from '../ports/carrier';
import { withinDeadline } from '../resilience/deadline';
import type { ApiKey } from './api-key';
import { CALL_TIMEOUT_MS, type CallTimeouts } from './call-timeouts';

/** Why a carrier may refuse. A closed list: what else it writes could repeat the customer's address. */
export const REFUSAL_REASONS = ['country_not_served', 'address_undeliverable', 'goods_not_accepted', 'other'] as const;

const bookedSchema = z.object({ status: z.literal('booked'), shipmentId: z.string().check(z.regex(/^[\w-]{1,64}$/)) });
const refusedSchema = z.object({ status: z.literal('refused'), reason: z.catch(z.enum(REFUSAL_REASONS), 'other') });
const cancelledSchema = z.object({ status: z.literal('cancelled') });

interface Exchange {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A carrier behind this small HTTP contract. Our order id is its reference:
 *
 * - `PUT /shipments/{orderId}` with `{ address, lines }`: `200 { status: "booked", shipmentId }`, the same for an id
 *   that is booked; `422 { status: "refused", reason }` with a reason of `REFUSAL_REASONS`, also on the repetition of
 *   a request that was booked; or `409 { status: "cancelled" }` when the id was canceled before, even if nothing was
 *   booked then
 * - `GET /shipments/{orderId}`: `200` with the same document, `404` when the id is unknown
 * - `DELETE /shipments/{orderId}`: `200 { status: "cancelled" }`, as often as it is sent, also when the id is unknown
 *   or was refused. From then on no `PUT` of that id books anything: it is the last word, and the only one
 *
 * With a key, every request carries `Authorization: Bearer <key>`. Another carrier is another adapter of its port;
 * one whose booking is not idempotent by a reference of ours needs a look-up before it.
 */
export function createHttpCarrier(deps: {
  readonly url: string;
  readonly apiKey: ApiKey | undefined;
  readonly timeoutsMs?: CallTimeouts;
}): Carrier {
  const { apiKey, timeoutsMs = CALL_TIMEOUT_MS } = deps;
  const base = deps.url.replace(/\/$/, '');

  const send = async (call: string, orderId: string, timeoutMs: number, init: RequestInit): Promise<Exchange> => {
    const key = await apiKey?.read();
    const { status, body } = await exchange(call, `${base}/shipments/${encodeURIComponent(orderId)}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      signal: AbortSignal.timeout(withinDeadline(timeoutMs)), // also ends the reading of the body
      redirect: 'error',
    });
    if (status === 401 || status === 403) {
      apiKey?.forget();
      throw new DependencyUnavailableError('the carrier (it refuses our API key)');
    }
    return { status, body };
  };

  return {
    async book({ orderId, address, lines }): Promise<BookingOutcome> {
      const call = 'booking the shipment';
      const { status, body } = await send(call, orderId, timeoutsMs.bookShipment, {
        method: 'PUT',
        body: JSON.stringify({ address, lines }),
      });
      const booked = bookedSchema.safeParse(body);
      if ((status === 200 || status === 201) && booked.success) {
        return { kind: 'booked', shipmentId: booked.data.shipmentId };
      }
      const refused = refusedSchema.safeParse(body);
      if (status === 422 && refused.success) {
        return { kind: 'refused', reason: refused.data.reason };
      }
      if (status === 409 && cancelledSchema.safeParse(body).success) {
        return { kind: 'cancelled' };
      }
      throw unusable(call, status);
    },

    async cancel(orderId) {
      const call = 'canceling the shipment';
      const { status, body } = await send(call, orderId, timeoutsMs.cancelShipment, { method: 'DELETE' });
      if (status !== 200 || !cancelledSchema.safeParse(body).success) {
        throw unusable(call, status);
      }
    },
  };
}

async function exchange(call: string, url: string, init: RequestInit): Promise<Exchange> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    return { status: response.status, body: parseJson(text) };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    throw new OutcomeUnknownError(call, timedOut ? 'no answer in time' : 'the connection broke');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unusable = (call: string, status: number): OutcomeUnknownError =>
  new OutcomeUnknownError(call, `an answer with status ${status} that the contract does not know`, {
    answered: status >= 400 && status < 500 && status !== 429, // it objects to this one request
  });
