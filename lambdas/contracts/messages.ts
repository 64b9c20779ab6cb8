import { executionStatusEventSchema } from './execution-status-event';
import { type OrderEvent, orderEventSchema } from './order-event';
import { orderMessageSchema } from './order-message';
import { paymentEventSchema } from './payment-event';
import type { VersionedMessage } from './versioned-message';
import { webhookDeliverySchema } from './webhook-delivery';

/**
 * Every kind of message that waits in a queue of ours. Whoever changes a schema adds the version before to `older`, with
 * its upcaster, and a sample of the new one below `test/unit/contracts/samples`: messages of the old version are in the
 * queues, and up to 14 days in the dead letters.
 */
export const MESSAGES = {
  order: { version: 1, schema: orderMessageSchema, older: [] },
  /** Written by AWS, which adds to its events but does not take away. */
  executionStatus: { version: 1, schema: executionStatusEventSchema, older: [], versionOf: () => 1 },
  paymentEvent: { version: 1, schema: paymentEventSchema, older: [] },
  webhookDelivery: { version: 1, schema: webhookDeliverySchema, older: [] },
  /** What we tell others: see `docs/events`. */
  orderEvent: {
    version: 1,
    schema: orderEventSchema,
    older: [],
    versionOf: (event) => (event as OrderEvent | null)?.version,
  },
} as const satisfies Record<string, VersionedMessage>;
export type MessageKind = keyof typeof MESSAGES;
