import type { WebhookDelivery } from '../../../lambdas/contracts/webhook-delivery';
import { deliveryIdOf, endpointIdOf } from '../../../lambdas/domain/webhooks/ids';
import type { WebhookEndpoint } from '../../../lambdas/ports/webhook-endpoints';
import { ORDER_ID } from '../intake/order-mother';

const URL = 'https://shop.example.com/hooks';

export const webhookEndpoint = (changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint => {
  const url = changes.url ?? URL;
  return {
    endpointId: endpointIdOf(url),
    url,
    eventTypes: [],
    state: { status: 'enabled' },
    createdAt: '2026-03-01T11:00:00.000Z',
    ...changes,
  };
};

export const webhookDelivery = (changes: Partial<WebhookDelivery> = {}): WebhookDelivery => {
  const endpointId = changes.endpointId ?? webhookEndpoint().endpointId;
  const eventId = changes.eventId ?? 'e0a1c7de-9d1f-4f5c-8f3f-5a3f6f0d2b11';
  return {
    schemaVersion: 1,
    deliveryId: deliveryIdOf({ endpointId, eventId }),
    endpointId,
    eventId,
    eventType: 'OrderConfirmed',
    orderId: ORDER_ID,
    sequence: 5,
    body: JSON.stringify({
      type: 'OrderConfirmed',
      timestamp: '2026-03-01T12:00:05.000Z',
      data: { orderId: ORDER_ID },
    }),
    attempt: 1,
    run: 0,
    ...changes,
  };
};
