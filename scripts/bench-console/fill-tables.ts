import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ConsoleEnvironment } from '../../console/environment';
import { createDynamoDeliveryLog } from '../../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoFailureRecords } from '../../lambdas/persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../../lambdas/persistence/dynamodb/intake-store';
import { createDynamoOperatorActions } from '../../lambdas/persistence/dynamodb/operator-actions';
import { createDynamoWebhookEndpoints } from '../../lambdas/persistence/dynamodb/webhook-endpoint-store';

export const TABLES = {
  INTAKE_TABLE: 'intake',
  FAILURE_RECORDS_TABLE: 'failures',
  DELIVERIES_TABLE: 'deliveries',
  WEBHOOK_ENDPOINTS_TABLE: 'endpoints',
} as const satisfies Partial<ConsoleEnvironment>;

/** A year of operators who replay some thousand letters after each outage. */
const ACTS = 5_000;
const ENDPOINTS = 20;
const DELIVERIES_OF_ORDER = 6;

/** Writes what the console finds beside Postgres, by the writers that the product has for it. */
export async function fillTables(client: DynamoDBDocumentClient, orderIds: readonly string[]): Promise<void> {
  const intake = createDynamoIntakeStore({ client, table: TABLES.INTAKE_TABLE });
  const failures = createDynamoFailureRecords({ client, table: TABLES.FAILURE_RECORDS_TABLE });
  const actions = createDynamoOperatorActions({ client, table: TABLES.FAILURE_RECORDS_TABLE });
  const deliveries = createDynamoDeliveryLog({ client, table: TABLES.DELIVERIES_TABLE });
  const endpoints = createDynamoWebhookEndpoints({ client, table: TABLES.WEBHOOK_ENDPOINTS_TABLE });
  const began = Date.now() - ACTS * 60_000;
  const at = (n: number): string => new Date(began + n * 60_000).toISOString();
  const orderOf = (n: number): string => orderIds[n % orderIds.length] ?? '';

  for (let n = 0; n < ACTS; n += 1) {
    await actions.record({
      kind: n % 5 === 0 ? 'archive' : 'replay',
      queue: 'orders',
      letterId: `${n}`.padStart(36, '0'),
      orderId: orderOf(n),
      fingerprint: 'a'.repeat(16),
      replays: 1,
      outcome: 'done',
      by: 'ada',
      at: at(n),
      reason: 'the provider is back',
      ...(n % 5 === 0 && { body: JSON.stringify(messageOf(orderOf(n))) }),
    });
  }
  for (let n = 0; n < ENDPOINTS; n += 1) {
    await endpoints.add({
      endpointId: `endpoint-${n}`,
      url: `https://merchant-${n}.example/hooks`,
      eventTypes: [],
      state: { status: 'enabled' },
      createdAt: at(n),
    });
  }
  for (const [n, orderId] of orderIds.entries()) {
    const trace = `1-${'5'.repeat(8)}-${`${n}`.padStart(24, '0')}`;
    await intake.putIfNew({
      ...messageOf(orderId),
      traceHeader: `Root=${trace};Sampled=1`,
      bodyHash: 'hash',
      paymentMethodId: 'pm_card_visa',
      shippingAddress: { name: 'Ada', line1: 'Main Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
    });
    await failures.record({
      queue: 'orders',
      consumer: 'StartSaga',
      messageId: 'message',
      orderId,
      errorName: 'DependencyUnavailableError',
      message: 'Step Functions is not available',
      fingerprint: 'b'.repeat(16),
      attempt: 1,
      at: at(n),
    });
    for (let sequence = 1; sequence <= DELIVERIES_OF_ORDER; sequence += 1) {
      await deliveries.record({
        kind: 'webhook',
        deliveryId: `${orderId}-${sequence}`,
        eventId: `event-${sequence}`,
        eventType: 'OrderConfirmed',
        sequence,
        orderId,
        target: 'endpoint-1',
        attempt: 1,
        outcome: 'delivered',
        status: 204,
        durationMs: 120,
        at: at(n),
      });
    }
  }
}

export const messageOf = (orderId: string) => ({
  schemaVersion: 1 as const,
  orderId,
  customerId: 'customer-1',
  lines: [{ sku: 'TEA', quantity: 2 }],
  acceptedAt: '2026-03-01T12:00:00.000Z',
});
