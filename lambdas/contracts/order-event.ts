import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';
import { OrderStatus } from '../domain/order';
import { moneySchema, orderLineSchema } from './order-message';

const lines = z.array(orderLineSchema).check(z.minLength(1), z.maxLength(LIMITS.linesPerOrder));
/** The name of a rejection or of what went wrong: never a text of somebody's making. */
const reason = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9.]*$/), z.maxLength(80));
const idOfSomebodyElse = z.string().check(z.minLength(1), z.maxLength(255));

/** What every event says. Ids, SKUs, quantities and amounts only: an event goes to whoever subscribes. */
const envelope = {
  version: z.literal(1),
  /** The same however often the event is delivered. */
  eventId: z.uuid(),
  orderId: z.uuid(),
  /** The customer's opaque id. */
  customerId: z.string().check(z.minLength(1), z.maxLength(LIMITS.customerIdLength)),
  /** The event's place among those of its order, from 1 and without gaps. Events arrive in any order. */
  sequence: z.int().check(z.minimum(1), z.maximum(LIMITS.orderVersion)),
  occurredAt: z.iso.datetime(),
  /**
   * X-Ray header of the invocation that published it, or of the order when that had none. May differ between two
   * deliveries, unlike everything else.
   */
  trace: z.optional(z.string().check(z.maxLength(256))),
};

const eventSchema = <Type extends string, Status extends z.ZodMiniType, Facts extends z.core.$ZodShape>(
  type: Type,
  status: Status,
  facts: Facts,
) => z.object({ ...envelope, type: z.literal(type), status, ...facts });

/** The order's status, which the event itself has brought about unless its type says otherwise. */
const anyStatus = z.enum(Object.values(OrderStatus));

export const ORDER_EVENTS = {
  OrderReceived: eventSchema('OrderReceived', z.literal('RECEIVED'), { lines }),
  OrderReserved: eventSchema('OrderReserved', z.literal('RESERVED'), { lines, total: moneySchema }),
  OrderCharged: eventSchema('OrderCharged', z.literal('CHARGED'), { total: moneySchema, paymentId: idOfSomebodyElse }),
  OrderShipping: eventSchema('OrderShipping', z.literal('SHIPPING'), { shipmentId: idOfSomebodyElse }),
  OrderConfirmed: eventSchema('OrderConfirmed', z.literal('CONFIRMED'), { lines, total: moneySchema }),
  OrderRejected: eventSchema('OrderRejected', z.literal('REJECTED'), { reason }),
  OrderCancelled: eventSchema('OrderCancelled', z.literal('CANCELLED'), { reason: z.optional(reason) }),
  OrderNeedsRepair: eventSchema('OrderNeedsRepair', z.literal('NEEDS_REPAIR'), { reason }),
  /** `refunded` is what was given back in all; `refundId` that of the refund which made it whole. */
  PaymentRefunded: eventSchema('PaymentRefunded', anyStatus, { refunded: moneySchema, refundId: idOfSomebodyElse }),
} as const;

export const orderEventSchema = z.discriminatedUnion('type', [
  ORDER_EVENTS.OrderReceived,
  ORDER_EVENTS.OrderReserved,
  ORDER_EVENTS.OrderCharged,
  ORDER_EVENTS.OrderShipping,
  ORDER_EVENTS.OrderConfirmed,
  ORDER_EVENTS.OrderRejected,
  ORDER_EVENTS.OrderCancelled,
  ORDER_EVENTS.OrderNeedsRepair,
  ORDER_EVENTS.PaymentRefunded,
]);
export type OrderEvent = z.infer<typeof orderEventSchema>;
export type EventOfType<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;
