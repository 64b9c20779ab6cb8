import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../../../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoWebhookEndpoints } from '../../../lambdas/persistence/dynamodb/webhook-endpoint-store';
import { createDynamoWebhookProgress } from '../../../lambdas/persistence/dynamodb/webhook-progress';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { localCloud } from '../../support/local-cloud';
import { describeOutwardStores } from '../../support/outward/outward-stores.contract';
import { webhookEndpoint } from '../../support/outward/webhook-mother';

const tables = new EmulatedTables(localCloud().emulator);
const client = documentClient(tables.client);
afterAll(() => tables.removeAll());

describeOutwardStores('in DynamoDB', async () => {
  const deliveries = { client, table: await tables.deliveries() };
  return {
    endpoints: createDynamoWebhookEndpoints({ client, table: await tables.webhookEndpoints() }),
    progress: createDynamoWebhookProgress(deliveries),
    log: createDynamoDeliveryLog(deliveries),
  };
});

describe('The log of deliveries in DynamoDB', () => {
  it('is read page by page, the newest first, to its end', async () => {
    const log = createDynamoDeliveryLog({ client, table: await tables.deliveries() });
    const { endpointId } = webhookEndpoint();
    const moments = Array.from({ length: 120 }, (_, n) => new Date(Date.UTC(2026, 2, 1) + n * 1_000).toISOString());
    await Promise.all(
      moments.map((at, n) =>
        log.record({
          ...{ kind: 'webhook', deliveryId: `d-${n}`, eventId: `e-${n}`, eventType: 'OrderShipping' },
          ...{ orderId: `o-${n}`, target: endpointId, attempt: 1, outcome: 'delivered', at },
        }),
      ),
    );

    const read: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await log.ofEndpoint(endpointId, cursor);
      read.push(...page.deliveries.map(({ at }) => at));
      cursor = page.cursor;
    } while (cursor !== undefined);

    expect(read).toEqual([...moments].reverse());
  });

  it('knows every delivery of an order, however many endpoints and attempts there were', async () => {
    const log = createDynamoDeliveryLog({ client, table: await tables.deliveries() });
    // More than a megabyte, which is all that DynamoDB answers at once.
    const reason = 'x'.repeat(2_000);
    const moments = Array.from({ length: 600 }, (_, n) => new Date(Date.UTC(2026, 2, 1) + n * 1_000).toISOString());
    await Promise.all(
      moments.map((at, n) =>
        log.record({
          ...{ kind: 'webhook', deliveryId: `d-${n}`, eventId: `e-${n}`, eventType: 'OrderShipping' },
          ...{ orderId: 'o-1', target: `endpoint-${n % 100}`, attempt: 1, outcome: 'failed', reason, at },
        }),
      ),
    );

    expect((await log.ofOrder('o-1')).map(({ at }) => at)).toEqual(moments);
  });
});
