import type { WebhookDelivery } from '../contracts/webhook-delivery';
import type { WebhookEndpoint } from './webhook-endpoints';

/** How one attempt of a delivery ended. */
export type Attempt =
  | { readonly kind: 'delivered'; readonly status: number; readonly durationMs: number }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly status?: number | undefined;
      readonly durationMs: number;
    };

/** @throws only when it is not the endpoint that failed: then nothing is known of it */
export type AttemptDelivery = (endpoint: WebhookEndpoint, delivery: WebhookDelivery) => Promise<Attempt>;
