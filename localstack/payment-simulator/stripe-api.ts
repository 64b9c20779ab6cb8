import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Answer, ApiRequest } from '../simulator/answer';
import type { ApiCall, Breakage, SimulatedApi } from '../simulator/simulated-api';
import { createIdempotencyKeys, type Execution } from './idempotency-keys';
import { createPaymentBook, type Intent, type Refund } from './payment-book';
import { paymentLedger } from './payment-ledger';
import { intentDocument } from './stripe-documents';
import { readOperation, type StripeOperation } from './stripe-operations';
import { noSuch, StripeRefusal, statusFailure } from './stripe-refusal';
import { createWebhooks } from './webhooks';

const ofOrderSchema = z.strictObject({ orderId: z.string() });

const UNKEYED: Execution = { keep: () => undefined, release: () => undefined };

/**
 * The part of Stripe's HTTP API that this project uses: payment intents, refunds, idempotency keys, errors.
 *
 * @param apiKey the only key that is accepted; by default every test key is, and no live one
 */
export function createStripeApi({ apiKey }: { readonly apiKey?: string | undefined } = {}): SimulatedApi {
  const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  const webhooks = createWebhooks({ newId: () => newId('evt') });
  const book = createPaymentBook({ newId, announce: webhooks.announce });
  const keys = createIdempotencyKeys();
  const locked = new Set<string>();

  const isAuthorized = (header: string | undefined): boolean => {
    const key = header?.match(/^Bearer (.+)$/)?.[1];
    return apiKey === undefined ? /^[sr]k_test_/.test(key ?? '') : key === apiKey;
  };

  const onIntentsOf = (input: unknown, happen: (intent: Intent) => void): { readonly intents: number } => {
    const { orderId } = ofOrderSchema.parse(input);
    const intents = book.state().intents.filter(({ metadata }) => metadata['orderId'] === orderId);
    intents.forEach(happen);
    return { intents: intents.length };
  };

  const perform = (operation: StripeOperation, breakage: Breakage): Answer => {
    if (breakage === 'fails-and-remembers') {
      return statusFailure(500).answer();
    }
    try {
      const body = operation.run();
      return breakage === 'works-and-fails' ? statusFailure(500).answer() : { status: 200, body };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) {
        throw error;
      }
      const intent = operation.intentId === undefined ? undefined : book.peek(operation.intentId);
      return error.answer(intent && intentDocument(intent));
    }
  };

  const asCall = (operation: StripeOperation, { method, path, headers, body }: ApiRequest): ApiCall => ({
    operation: operation.name,
    orderId: operation.orderId,
    async execute({ breakage, meanwhile }) {
      const key = method === 'POST' ? headers['idempotency-key'] : undefined;
      const begun = key === undefined ? UNKEYED : keys.begin(key, path, body);
      if ('status' in begun) {
        return begun;
      }
      // Stripe refuses a request for an object that another one is changing: 429 `lock_timeout`.
      const lock = method === 'POST' ? operation.intentId : undefined;
      if (lock !== undefined && locked.has(lock)) {
        begun.release();
        return statusFailure(429).answer();
      }
      if (lock !== undefined) {
        locked.add(lock);
      }
      try {
        await meanwhile;
        const answer = perform(operation, breakage);
        begun.keep(answer);
        return answer;
      } finally {
        if (lock !== undefined) {
          locked.delete(lock);
        }
      }
    },
  });

  return {
    receive(request) {
      try {
        if (!isAuthorized(request.headers['authorization'])) {
          throw new StripeRefusal(401, 'invalid_request_error', 'Invalid API Key provided.');
        }
        const operation = readOperation(request, book);
        if (operation === undefined) {
          throw noSuch('URL', `${request.method} ${request.path}`, 'url');
        }
        return asCall(operation, request);
      } catch (error) {
        if (error instanceof StripeRefusal) {
          return error.answer();
        }
        throw error;
      }
    },
    failure: (status) => statusFailure(status).answer(),
    ledger: () => ({ ...paymentLedger(book.state()) }),
    incidents: {
      'forget-keys': () => void keys.forgetAll(),
      'capture-late': (input) => onIntentsOf(input, ({ id }) => book.captureLate(id)),
      'return-refunds': (input) => onIntentsOf(input, ({ id }) => book.returnRefunds(id)),
      ...webhooks.incidents,
    },
    close: webhooks.close,
    memory: () => {
      const { intents, refunds } = book.state();
      return { intents: byId(intents), refunds: byId(refunds), keys: new Map(keys.state()), ...webhooks.memory() };
    },
    restore(memory) {
      book.restore({ intents: valuesOf<Intent>(memory['intents']), refunds: valuesOf<Refund>(memory['refunds']) });
      keys.restore((memory['keys'] ?? new Map()) as Parameters<typeof keys.restore>[0]);
      webhooks.restore(memory);
    },
  };
}

const byId = <T extends { readonly id: string }>(things: readonly T[]) =>
  new Map(things.map((thing) => [thing.id, thing]));

const valuesOf = <T>(values: ReadonlyMap<string, unknown> | undefined) => [...(values?.values() ?? [])] as T[];
