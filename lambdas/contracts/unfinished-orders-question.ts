import * as z from 'zod/mini';
import { OrderStatus } from '../domain/order';
import { orderLineSchema } from './order-message';

/** As many executions as are looked at in search of stuck orders. */
export const MOST_UNFINISHED_ORDERS = 30_000;

/** What operators' tools ask about orders that nobody has finished: the questions of `ports/stuck-orders.ts` and `ports/orders-on-record.ts`. */
export const unfinishedOrdersQuestionSchema = z.discriminatedUnion('find', [
  z.object({
    find: z.literal('unfinished'),
    acceptedBefore: z.iso.datetime(),
    limit: z.int().check(z.minimum(1), z.maximum(MOST_UNFINISHED_ORDERS)),
  }),
  z.object({
    find: z.literal('unwritten'),
    orderIds: z.array(z.uuid()).check(z.maxLength(MOST_UNFINISHED_ORDERS)),
  }),
  z.object({ find: z.literal('on-record'), orderId: z.uuid() }),
]);
export type UnfinishedOrdersQuestion = z.infer<typeof unfinishedOrdersQuestionSchema>;

export const unfinishedOrdersSchema = z.array(
  z.object({
    orderId: z.uuid(),
    status: z.enum(OrderStatus),
    since: z.iso.datetime(),
    reason: z.optional(z.string()),
  }),
);
export const unwrittenOrdersSchema = z.array(z.uuid());

const state = z.optional(z.string());
export const orderOnRecordSchema = z.nullable(
  z.object({
    orderId: z.uuid(),
    customerId: z.string(),
    lines: z.array(orderLineSchema),
    acceptedAt: z.iso.datetime(),
    traceHeader: z.optional(z.string()),
    status: z.enum(OrderStatus),
    reason: z.optional(z.string()),
    unfinished: z.array(z.object({ step: z.string(), error: z.string() })),
    isResolved: z.boolean(),
    books: z.object({ shipment: state, payment: state, reservation: state }),
  }),
);
