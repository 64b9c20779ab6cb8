import './measured';
import { createSettlePayment } from '../../../lambdas/consumers/settle-payment';
import { createCheckBooks } from '../../../lambdas/operations/check-books/check-books';
import { createReportDrift } from '../../../lambdas/operations/check-books/report-drift';
import { createReadGauges } from '../../../lambdas/operations/gauges/read-gauges';
import { createReportGauges } from '../../../lambdas/operations/gauges/report-gauges';
import { createEndpointHealth } from '../../../lambdas/operations/webhooks/endpoint-health';
import type { BooksOnRecord } from '../../../lambdas/ports/books-on-record';
import type { CircuitGauges } from '../../../lambdas/ports/circuit-gauges';
import type { DeliveryKind, DeliveryOutcome } from '../../../lambdas/ports/deliveries';
import type { OpenOrders } from '../../../lambdas/ports/order-gauges';
import { type ApiAnswer, apiHandler, openHandler } from '../../../lambdas/runtime/api-handler';
import { systemClock } from '../../../lambdas/runtime/clock';
import { createOnce } from '../../../lambdas/runtime/idempotency';
import { measuredEvents } from '../../../lambdas/runtime/payment-event-signals';
import { type Step, sagaStep } from '../../../lambdas/runtime/saga-step';
import { scheduled } from '../../../lambdas/runtime/scheduled';
import { signals } from '../../../lambdas/runtime/signals';
import { type HandleMessage, queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { writeDownDelivery } from '../../../lambdas/runtime/write-down-delivery';
import { InMemoryFailureRecords } from '../dead-letters/in-memory-failure-records';
import { callApi } from '../intake/api-call';
import { InMemoryIdempotency } from '../intake/in-memory-idempotency';
import { sqsContext, sqsEvent } from '../intake/sqs-event';
import { orderForTea, orderIdOf, sagaOf } from '../mothers/order-mother';
import { InMemoryWebhookEndpoints } from '../outward/in-memory-webhook-endpoints';
import { webhookEndpoint } from '../outward/webhook-mother';

/** Runs functions as they are wired, over answers that the caller decides, for what they measure on the way. */
export const measuredFunctions = {
  api: (route: string, answer: () => Promise<ApiAnswer>) => callApi(apiHandler(route, answer)),

  step: async (state: string, step: Step, { acceptedAt = new Date(), retryCount = 0, failure = '' } = {}) => {
    const saga = sagaOf(orderForTea(1, { orderId: orderIdOf(7), acceptedAt: acceptedAt.toISOString() }), {
      ...(failure === '' ? {} : { failure: { Error: failure } }),
    });
    await sagaStep(step)({ state, retryCount, saga }).catch(() => undefined);
  },

  consumer: (consumer: string, handle: HandleMessage, { receive = 1 } = {}) =>
    sqsBatch({
      consumer,
      handle,
      deadLetters: { send: async () => {} },
      visibility: { hideFor: async () => {} },
      failures: new InMemoryFailureRecords(),
      retry: queueRetry(1),
    })(sqsEvent({ body: '{}', receive, sentAt: Date.now() - 100 }), sqsContext),

  paymentEvent: (isGenuine: boolean) => {
    const events = measuredEvents({ read: async () => ({ kind: isGenuine ? 'of-no-concern' : 'not-genuine' }) });
    return callApi(
      openHandler('POST /webhooks/payment', async () => {
        const { kind } = await events.read('', '');
        return { status: kind === 'not-genuine' ? 400 : 200, body: {} };
      }),
    );
  },

  gauges: (open: () => Promise<OpenOrders>, circuits: CircuitGauges['readCircuits'] = async () => ({})) =>
    scheduled(
      'report-gauges',
      createReportGauges({
        readGauges: createReadGauges({
          orders: { readOpenOrders: open },
          circuits: { readCircuits: circuits },
          clock: systemClock,
        }),
      }),
    )(),

  books: (books: BooksOnRecord) =>
    scheduled(
      'check-books',
      createReportDrift({ checkBooks: createCheckBooks({ books, clock: systemClock, budgetMs: 1_000 }) }),
    )(),

  delivery: (kind: DeliveryKind, outcome: DeliveryOutcome) =>
    writeDownDelivery({ record: async () => {} })({
      ...{ kind, outcome, deliveryId: 'a delivery', eventId: 'an event', eventType: 'OrderConfirmed' },
      ...{ orderId: orderIdOf(7), target: 'somebody', attempt: 1, at: systemClock.now().toISOString() },
    }),

  replay: async () => {
    const once = createOnce({ persistence: new InMemoryIdempotency(), keyPrefix: 'place-order' });
    const twice = async () =>
      once(
        { key: orderIdOf(9), bodyHash: 'hash' },
        () => 10_000,
        async () => ({ status: 'ok' }),
      );
    await twice();
    await twice();
  },

  /** The provider tells us what has become of a refund: by default, that the bank has returned it. */
  refundNews: (kind: 'refund-failed' | 'given-back' | 'refunded-outside' = 'refund-failed') =>
    createSettlePayment({
      reconcile: async () => ({ kind, orderId: orderIdOf(7) }),
      signals,
      refundsOutside: { record: async () => {} },
    })({
      body: JSON.stringify({
        ...{ schemaVersion: 1, eventId: 'evt_1', type: 'refund.failed', intentId: 'pi_1', orderId: orderIdOf(7) },
        ...{ refundId: 're_1', occurredAt: systemClock.now().toISOString() },
      }),
      traceHeader: undefined,
      remainingTimeMs: () => 10_000,
    }),

  goneEndpoint: () => {
    const endpoint = webhookEndpoint();
    const { note } = createEndpointHealth({
      health: new InMemoryWebhookEndpoints(endpoint),
      announcements: { disabled: async () => {} },
      signals,
    });
    return note(endpoint, { kind: 'failed', reason: 'gone', status: 410, durationMs: 1 }, systemClock.now());
  },
};
