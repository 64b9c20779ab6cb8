import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';

export const skuSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), z.maxLength(LIMITS.skuLength));

export const moneySchema = z.object({
  amountMinor: z.int().check(z.minimum(0), z.maximum(LIMITS.totalMinor)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

export const orderLineSchema = z.object({
  sku: skuSchema,
  quantity: z.int().check(z.minimum(1), z.maximum(LIMITS.quantityPerLine)),
});

/** What waits in the order queue. Ids, SKUs, quantities and amounts only: a queue is read by many eyes. */
export const orderMessageSchema = z.object({
  schemaVersion: z.literal(1),
  orderId: z.uuid(),
  customerId: z.string().check(z.minLength(1), z.maxLength(LIMITS.customerIdLength)),
  lines: z.array(orderLineSchema).check(z.minLength(1), z.maxLength(LIMITS.linesPerOrder)),
  expectedTotal: z.optional(moneySchema),
  acceptedAt: z.iso.datetime(),
});
export type OrderMessage = z.infer<typeof orderMessageSchema>;
