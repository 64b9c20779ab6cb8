import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderRequest, PlaceAnswer, Shop } from '../main-job/shop';
import type { ClientCall, ClientHistory, Outcome } from './client-history';

const ATTEMPTS = 10;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** Above the time that the API's own functions have. */
const PATIENCE_MS = 25_000;

/** A request whose client does not know what came of it. */
export interface UnclearRequest {
  readonly key: string;
  readonly request: OrderRequest;
}

/** A client that does what the API tells its clients to do: it repeats what has no clear answer under the same key. */
export interface PatientClient extends Shop {
  /** What is still unclear, to be repeated when all is well again. */
  unsettled(): readonly UnclearRequest[];
}

export function createPatientClient({
  api,
  token,
  history,
}: {
  readonly api: string;
  readonly token: string;
  readonly history: ClientHistory;
}): PatientClient {
  const open = new Map<string, OrderRequest>();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  const call = async (
    what: Pick<ClientCall, 'operation' | 'key'>,
    path: string,
    init: RequestInit,
  ): Promise<{ readonly outcome: Outcome; readonly status: number; readonly body: Record<string, string> }> => {
    const startedAt = new Date();
    const { status, text } = await attempt(`${api}${path}`, init);
    const outcome = outcomeOf(status);
    const body = parse(text);
    history.add({
      ...what,
      startedAt: startedAt.toISOString(),
      tookMs: Date.now() - startedAt.getTime(),
      outcome,
      status,
      ...(body['orderId'] === undefined ? {} : { orderId: body['orderId'] }),
      ...(what.operation === 'read' && outcome === 'ok' ? { orderStatus: body['status'] ?? '' } : {}),
      answer: text,
    });
    return { outcome, status, body };
  };

  const untilClear = async (
    what: Pick<ClientCall, 'operation' | 'key'>,
    path: string,
    init: RequestInit,
  ): ReturnType<typeof call> => {
    for (let attempts = 1; ; attempts += 1) {
      const answer = await call(what, path, init);
      if (answer.outcome !== 'unknown' || attempts === ATTEMPTS) {
        return answer;
      }
      await sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts));
    }
  };

  return {
    unsettled: () => [...open].map(([key, request]) => ({ key, request })),

    async place(request: OrderRequest, key: string = randomUUID()): Promise<PlaceAnswer> {
      const { outcome, status, body } = await untilClear({ operation: 'place', key }, '/orders', {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': key },
        body: JSON.stringify(request),
      });
      if (outcome === 'unknown') {
        open.set(key, request);
      } else {
        open.delete(key);
      }
      return { status, orderId: body['orderId'] };
    },

    async find(orderId) {
      const { outcome, status, body } = await untilClear({ operation: 'read', key: orderId }, `/orders/${orderId}`, {
        headers,
      });
      if (outcome !== 'ok') {
        throw new Error(`GET /orders/${orderId} answered ${status}`);
      }
      return { orderId, status: body['status'] ?? '' };
    },
  };
}

async function attempt(url: string, init: RequestInit): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

/** 409: the same request is being worked on. 429: refused, but the same request may pass later. */
export const outcomeOf = (status: number): Outcome => {
  if (status >= 200 && status < 300) {
    return 'ok';
  }
  return status >= 400 && status < 500 && status !== 409 && status !== 429 ? 'fail' : 'unknown';
};

function parse(text: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch {
    return {};
  }
}
