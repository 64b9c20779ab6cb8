import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { ORDER_EVENTS } from '../../lambdas/contracts/order-event';
import { ORDER_EVENT_TYPES, type OrderEventType } from '../../lambdas/domain/events';
import type { JsonSchema } from './incompatibilities';

/**
 * Of the contract with subscribers, by semantic versioning: the second number grows when events say more, the first one
 * is the member `version` of every event. A version that was released is in `docs/events/released` and does not change.
 */
export const CONTRACT_VERSION = '1.0.0';

export const SUMMARIES: Readonly<Record<OrderEventType, string>> = {
  OrderReceived: 'An order was accepted, and its saga has begun. Nothing is held or charged yet.',
  OrderReserved: 'Every line of the order is held in stock, at the prices that make up the total.',
  OrderCharged: 'The payment provider has taken the total.',
  OrderShipping: 'The carrier has booked the shipment.',
  OrderConfirmed: 'The order is final: its reservation is a sale. Nothing undoes it.',
  OrderRejected:
    'The order has ended, and everything that was done for it is undone. The reason is the name of a rejection.',
  OrderCancelled: 'The customer has cancelled the order, and everything that was done for it is undone.',
  OrderNeedsRepair: 'Something could not be undone or finished: an operator has to act. Other events may follow.',
  PaymentRefunded: 'The payment provider has given the whole amount back. The status of the order stays as it is.',
};

export const schemaOf = (type: OrderEventType): JsonSchema => ({
  title: type,
  description: SUMMARIES[type],
  ...(z.toJSONSchema(ORDER_EVENTS[type], {
    target: 'draft-7',
    io: 'input', // members that a subscriber does not know are allowed
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) {
        delete jsonSchema.pattern; // says the same, for nobody to read
      }
    },
  }) as JsonSchema),
});

/** Every event as JSON Schema, by its type. */
export const schemas = (): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(ORDER_EVENT_TYPES.map((type) => [type, schemaOf(type)]));

const SAMPLES = path.join(__dirname, '../../test/unit/contracts/samples/orderEvent/v1');

/** An event as it was written by a released version: the same that today's consumers are tested with. */
export const exampleOf = (type: OrderEventType): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(path.join(SAMPLES, `${kebab(type)}.json`), 'utf8'));

const kebab = (type: string): string => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();
