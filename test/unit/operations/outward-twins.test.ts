import { InMemoryDeliveries } from '../../support/outward/in-memory-deliveries';
import { InMemoryWebhookEndpoints } from '../../support/outward/in-memory-webhook-endpoints';
import { InMemoryWebhookProgress } from '../../support/outward/in-memory-webhook-progress';
import { describeOutwardStores } from '../../support/outward/outward-stores.contract';

describeOutwardStores('in memory', async () => ({
  endpoints: new InMemoryWebhookEndpoints(),
  progress: new InMemoryWebhookProgress(),
  log: new InMemoryDeliveries(),
}));
