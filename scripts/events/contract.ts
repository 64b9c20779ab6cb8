import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { CIRCUIT_EVENTS, type CircuitEventType } from '../../lambdas/contracts/circuit-event';
import { ENDPOINT_EVENTS, type EndpointEventType } from '../../lambdas/contracts/endpoint-event';
import { ORDER_EVENTS } from '../../lambdas/contracts/order-event';
import { ORDER_EVENT_TYPES, type OrderEventType } from '../../lambdas/domain/events';
import type { JsonSchema } from './incompatibilities';

/**
 * Of the contract with subscribers, by semantic versioning: the second number grows when events say more, the first one
 * is the member `version` of every event. A version that was released is in `docs/events/released` and does not change.
 */
export const CONTRACT_VERSION = '1.2.0';

export type EventType = OrderEventType | EndpointEventType | CircuitEventType;

export const ENDPOINT_EVENT_TYPES = Object.keys(ENDPOINT_EVENTS) as readonly EndpointEventType[];
export const CIRCUIT_EVENT_TYPES = Object.keys(CIRCUIT_EVENTS) as readonly CircuitEventType[];
const EVENTS = { ...ORDER_EVENTS, ...ENDPOINT_EVENTS, ...CIRCUIT_EVENTS };

export const EVENT_TYPES: readonly EventType[] = [
  ...ORDER_EVENT_TYPES,
  ...ENDPOINT_EVENT_TYPES,
  ...CIRCUIT_EVENT_TYPES,
];

export const SUMMARIES: Readonly<Record<EventType, string>> = {
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
  WebhookEndpointDisabled:
    'Nothing is sent to a webhook endpoint any more: it said that it is gone, or took nothing for days. An operator can enable it.',
  CircuitChanged:
    'The circuit of an outside service has opened, is being tried, or has closed: while it is open, orders that need the service wait.',
};

export const schemaOf = (type: EventType): JsonSchema => ({
  title: type,
  description: SUMMARIES[type],
  ...(z.toJSONSchema(EVENTS[type], {
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
  Object.fromEntries(EVENT_TYPES.map((type) => [type, schemaOf(type)]));

const SAMPLES = path.join(__dirname, '../../test/unit/contracts/samples/orderEvent/v1');

/** No function of ours takes these, so they are no samples of messages. */
const EXAMPLES: { readonly [type in EndpointEventType | CircuitEventType]: Readonly<Record<string, unknown>> } = {
  WebhookEndpointDisabled: {
    version: 1,
    eventId: '1d0b8c36-6a2e-5f0f-9f07-3a7d2f6f5b10',
    type: 'WebhookEndpointDisabled',
    occurredAt: '2026-11-26T10:00:04.028Z',
    endpointId: '7c6b0c1e-5a43-5d0a-8a55-2f1f0e9b6c21',
    because: 'it failed for days',
    since: '2026-11-26T10:00:04.028Z',
  },
  CircuitChanged: {
    version: 1,
    eventId: '9f3c2f0e-4b8d-4c57-8f0a-6d1e2b7c9a54',
    type: 'CircuitChanged',
    occurredAt: '2026-11-26T10:00:04.028Z',
    dependency: 'payment-provider',
    from: 'closed',
    to: 'open',
    epoch: 3,
  },
};

/** An event as it was written by a released version: of orders, the same that today's consumers are tested with. */
export const exampleOf = (type: EventType): Readonly<Record<string, unknown>> =>
  type in EXAMPLES
    ? EXAMPLES[type as keyof typeof EXAMPLES]
    : JSON.parse(readFileSync(path.join(SAMPLES, `${kebab(type)}.json`), 'utf8'));

const kebab = (type: string): string => type.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();
