import type { OrderEvent } from '../contracts/order-event';
import type { WebhookDelivery } from '../contracts/webhook-delivery';
import { deliveryIdOf } from '../domain/webhooks/ids';
import { isSubscribed } from '../domain/webhooks/webhook-event';
import type { createEndpointHealth } from '../operations/webhooks/endpoint-health';
import type { Clock } from '../ports/clock';
import type { WebhookEndpoint, WebhookEndpoints } from '../ports/webhook-endpoints';
import type { WebhookQueue } from '../ports/webhook-queue';
import { parseOrderEvent } from '../runtime/parse-order-event';
import type { HandleMessage } from '../runtime/sqs-batch';

/** For how long an execution environment believes to know all endpoints. A new one waits for so long at most. */
export const ENDPOINTS_LIFE_MS = 5_000;

export interface FanOutWebhooksDependencies {
  readonly endpoints: Pick<WebhookEndpoints, 'list'>;
  readonly queue: WebhookQueue;
  readonly health: Pick<ReturnType<typeof createEndpointHealth>, 'announce'>;
  readonly clock: Clock;
  readonly delayScale: number;
}

/**
 * Makes one message of an event for each endpoint that asked for it, so that none waits for another. When it is
 * repeated, each delivery is known by its id. Whether an endpoint is enabled is for whoever sends to decide, at that
 * moment: to a disabled one it sends nothing, and puts the event on record as skipped, so that it can be replayed.
 */
export function createFanOutWebhooks(deps: FanOutWebhooksDependencies): HandleMessage {
  const { endpoints, queue, health, clock, delayScale } = deps;
  let known: { readonly all: readonly WebhookEndpoint[]; readonly readAt: number } | undefined;

  const allEndpoints = async (): Promise<readonly WebhookEndpoint[]> => {
    const now = clock.now().getTime();
    if (known === undefined || now - known.readAt >= ENDPOINTS_LIFE_MS * delayScale) {
      known = { all: await endpoints.list(), readAt: now };
      await Promise.all(known.all.map(health.announce));
    }
    return known.all;
  };

  return async ({ body, traceHeader }) => {
    const event = parseOrderEvent(body);
    const interested = (await allEndpoints()).filter(({ eventTypes }) => isSubscribed(eventTypes, event.type));
    await Promise.all(interested.map(({ endpointId }) => queue.send(deliveryOf(event, endpointId), 0, traceHeader)));
    return 'done';
  };
}

/** As Standard Webhooks recommends it: type, moment and data. The trace is ours, and is not among them. */
function deliveryOf(event: OrderEvent, endpointId: string): WebhookDelivery {
  const { trace: _, ...data } = event;
  const { eventId, type, orderId, sequence, occurredAt } = event;
  return {
    schemaVersion: 1,
    deliveryId: deliveryIdOf({ endpointId, eventId }),
    endpointId,
    eventId,
    eventType: type,
    orderId,
    sequence,
    body: JSON.stringify({ type, timestamp: occurredAt, data }),
    attempt: 1,
    run: 0,
  };
}
