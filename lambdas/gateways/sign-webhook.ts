import { Webhook } from 'standardwebhooks';
import type { WebhookDelivery } from '../contracts/webhook-delivery';

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com). Signed anew for each attempt, since receivers
 * refuse what was signed long ago; one signature for each secret, so that a receiver verifies with either while they are
 * rotated.
 */
export const signWebhook = (
  { eventId, body }: Pick<WebhookDelivery, 'eventId' | 'body'>,
  { secrets, at }: { readonly secrets: readonly string[]; readonly at: Date },
): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'user-agent': 'order-workflow-webhooks/1',
  'webhook-id': eventId,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, at, body)).join(' '),
});
