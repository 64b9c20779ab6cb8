import type { WebhookDelivery } from '../contracts/webhook-delivery';

/** Where deliveries wait, each by itself, so that a slow endpoint holds up nobody else's. */
export interface WebhookQueue {
  /** @param delaySeconds at most `LONGEST_QUEUE_DELAY_SECONDS` */
  send(delivery: WebhookDelivery, delaySeconds: number, traceHeader?: string): Promise<void>;
}

/** SQS delays a message for no longer; whoever waits for more sends it again. */
export const LONGEST_QUEUE_DELAY_SECONDS = 900;
