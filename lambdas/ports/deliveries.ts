/**
 * - `delivered`: taken by the other side
 * - `failed`: not taken this time, and tried again
 * - `given up`: not taken, and not tried again
 * - `skipped`: there was nobody to send it to, or no reason to any more
 */
export type DeliveryOutcome = 'delivered' | 'failed' | 'given up' | 'skipped';
export type DeliveryKind = 'mail' | 'webhook';

/** One attempt to tell somebody outside about an event. Holds nothing personal: ids and words of our own. */
export interface Delivery {
  readonly kind: DeliveryKind;
  /** The same for every attempt. */
  readonly deliveryId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Of the event among those of its order. */
  readonly sequence?: number | undefined;
  /** Not there for an event that is about no order, such as a test. */
  readonly orderId?: string | undefined;
  /** Of a webhook: the endpoint. Of a mail: its kind. */
  readonly target: string;
  /** From 1. */
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** Why it was not delivered. */
  readonly reason?: string | undefined;
  /** What an endpoint answered. */
  readonly status?: number | undefined;
  /** Under which the mail service knows a mail. */
  readonly messageId?: string | undefined;
  readonly durationMs?: number | undefined;
  /** When it is tried again. */
  readonly nextAttemptAt?: string | undefined;
  readonly traceId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface DeliveryPage {
  /** Newest first. */
  readonly deliveries: readonly Delivery[];
  /** Not there at the end. Opaque. */
  readonly cursor?: string | undefined;
}

export interface DeliveryRecords {
  record(delivery: Delivery): Promise<void>;
}

export interface DeliveryLog {
  /** Oldest first, as far as they are still kept. */
  ofOrder(orderId: string): Promise<readonly Delivery[]>;
  ofEndpoint(endpointId: string, cursor?: string): Promise<DeliveryPage>;
  recent(kind: DeliveryKind, cursor?: string): Promise<DeliveryPage>;
}
