import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../lambdas/ports/clock';
import type { Delivery } from '../../lambdas/ports/deliveries';
import type { WebhookEndpoint } from '../../lambdas/ports/webhook-endpoints';
import { LIST_PATIENCE_MS } from '../http/in-time';
import type { ShowPage } from '../http/pages';
import { askWithin, type Source } from '../overview/gather';
import { webhooksPage } from './page';

export interface WebhookSources {
  readonly endpoints: Source<readonly WebhookEndpoint[]>;
  readonly deliveries: Source<readonly Delivery[]>;
}

export function addWebhooks(
  app: FastifyInstance,
  { webhooks, show, clock }: { readonly webhooks: WebhookSources; readonly show: ShowPage; readonly clock: Clock },
): void {
  app.get('/webhooks', async (request, reply) => {
    const [endpoints, deliveries] = await Promise.all([
      askWithin<readonly WebhookEndpoint[]>(LIST_PATIENCE_MS, webhooks.endpoints),
      askWithin<readonly Delivery[]>(LIST_PATIENCE_MS, webhooks.deliveries),
    ]);
    return show(request, reply, webhooksPage({ endpoints, deliveries }, clock.now()));
  });
}
