import * as z from 'zod/mini';
import type { Delivery, DeliveryKind } from '../../ports/deliveries';
import { expiresAt } from './failure-record-item';

/** Attributes of every item of the table; `test/infrastructure` holds the construct to them. */
export const DELIVERY_KEY = { partition: 'subject', sort: 'moment', expiry: 'expiresAt' } as const;

/** By endpoint or kind of mail, and by kind of delivery; in time by the sort key, as the table is. */
export const TARGET_INDEX = { name: 'by-target', partition: 'addressee' } as const;
export const KIND_INDEX = { name: 'by-kind', partition: 'kind' } as const;

/** Longer than anybody may ask what became of an event: a dead letter of it lives 14 days. */
export const DELIVERY_LIFE_SECONDS = 30 * 24 * 60 * 60;

export const partitionOfOrder = (orderId: string): string => `order#${orderId}`;
export const addresseeOf = (kind: DeliveryKind, target: string): string => `${kind}#${target}`;

const deliverySchema = z.object({
  kind: z.enum(['mail', 'webhook']),
  deliveryId: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  sequence: z.optional(z.number()),
  orderId: z.optional(z.string()),
  target: z.string(),
  attempt: z.number(),
  outcome: z.enum(['delivered', 'failed', 'given up', 'skipped']),
  reason: z.optional(z.string()),
  status: z.optional(z.number()),
  messageId: z.optional(z.string()),
  durationMs: z.optional(z.number()),
  nextAttemptAt: z.optional(z.string()),
  traceId: z.optional(z.string()),
  at: z.string(),
});

export const deliveryItem = (delivery: Delivery) => ({
  [DELIVERY_KEY.partition]:
    delivery.orderId === undefined ? `delivery-of-none#${delivery.deliveryId}` : partitionOfOrder(delivery.orderId),
  [DELIVERY_KEY.sort]: `${delivery.at}#${delivery.deliveryId}#${delivery.attempt}`,
  [DELIVERY_KEY.expiry]: expiresAt(delivery.at, DELIVERY_LIFE_SECONDS),
  [TARGET_INDEX.partition]: addresseeOf(delivery.kind, delivery.target),
  ...deliverySchema.parse(delivery),
});

export const deliveryOf = (item: unknown): Delivery => deliverySchema.parse(item);
