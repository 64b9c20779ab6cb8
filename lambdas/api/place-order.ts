import { placeOrderRequestSchema } from '../contracts/place-order-request';
import { orderIdOf } from '../domain/order-id';
import { parseBody } from '../runtime/api-body';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest } from '../runtime/api-request';
import { type createOnce, KeyReusedError, RequestInProgressError } from '../runtime/idempotency';
import { keepConfidential, noteOrder } from '../runtime/log-context';
import { ProblemError } from '../runtime/problem';
import type { Acceptance, Accepted } from './accept-order';
import { bodyHashOf } from './body-hash';
import { alsoSeen, consistencyHeader, seenAccepted, seenBy } from './consistency-header';
import { idempotencyKeyOf } from './idempotency-key';

/** A first call ends within a few hundred milliseconds, or its record is let go when its time is over. */
const RETRY_AFTER_SECONDS = '1';

/**
 * `POST /orders`: validates, derives the order's id from customer and key, and accepts the order once.
 * Validation comes first, so that a refused request is never remembered under its key.
 */
export const createPlaceOrder =
  ({
    once,
    acceptOrder,
  }: {
    readonly once: ReturnType<typeof createOnce>;
    readonly acceptOrder: (acceptance: Acceptance) => Promise<Accepted>;
  }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const customerId = request.caller.subject;
    const idempotencyKey = idempotencyKeyOf(request);
    const seen = seenBy(request);
    const order = parseBody(placeOrderRequestSchema, request);
    const { shippingAddress, paymentMethodId, email } = order;
    keepConfidential({ ...shippingAddress, paymentMethodId, email });
    const orderId = orderIdOf({ customerId, idempotencyKey });
    noteOrder(orderId);
    const bodyHash = bodyHashOf(order);
    const location = { Location: `${request.path.replace(/\/$/, '')}/${orderId}` };

    try {
      const accepted = await once({ key: orderId, bodyHash }, request.remainingTimeMs, () =>
        acceptOrder({ orderId, customerId, bodyHash, request: order, traceHeader: request.traceHeader }),
      );
      return {
        status: 202,
        body: accepted,
        headers: { ...location, ...consistencyHeader(alsoSeen(seen, seenAccepted(orderId))) },
        orderId,
      };
    } catch (error) {
      if (error instanceof RequestInProgressError) {
        throw new ProblemError('request-in-progress', {
          detail: 'Send the same request again to learn its outcome, or ask for the order.',
          orderId,
          headers: { 'Retry-After': RETRY_AFTER_SECONDS, ...location },
        });
      }
      if (error instanceof KeyReusedError) {
        throw new ProblemError('idempotency-key-reused', {
          detail: 'Use a new key for a new order; a repeated request must be the same as the first.',
          errors: [{ pointer: 'Idempotency-Key', detail: 'stands for another request' }],
        });
      }
      throw error;
    }
  };
