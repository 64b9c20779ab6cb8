import * as z from 'zod/mini';
import { moneySchema, orderLineSchema } from '../../contracts/order-message';

/** The sparse index of orders whose saga has not been started: partition `notStarted`, sort key `acceptedAt`. */
export const NOT_STARTED_INDEX = 'not-started';

const SHARDS = '0123456789abcdef';

/**
 * All orders that have not started would be one partition, which takes a thousand writes a second. An order
 * id is a hash, so its first digit spreads them evenly over sixteen.
 */
export const shardOf = (orderId: string): string => orderId.slice(0, 1);
export const ALL_SHARDS: readonly string[] = [...SHARDS];

/** What the index carries: enough to send the order again, and nothing personal. */
export const pendingOrderSchema = z.object({
  orderId: z.string(),
  customerId: z.string(),
  lines: z.array(orderLineSchema),
  expectedTotal: z.optional(moneySchema),
  acceptedAt: z.string(),
  traceHeader: z.optional(z.string()),
  enqueuedAt: z.optional(z.string()),
  startedAt: z.optional(z.string()),
});

export const intakeRecordSchema = z.object({
  ...pendingOrderSchema.shape,
  bodyHash: z.string(),
  paymentMethodId: z.string(),
  shippingAddress: z.object({
    name: z.string(),
    line1: z.string(),
    line2: z.optional(z.string()),
    postalCode: z.string(),
    city: z.string(),
    country: z.string(),
  }),
  email: z.optional(z.string()),
});
