import {
  CIRCUIT_EVENT_SOURCE,
  ENDPOINT_EVENT_SOURCE,
  EVENT_SOURCE,
  ORDER_EVENT_TYPES,
} from '../../lambdas/domain/events';
import {
  CIRCUIT_EVENT_TYPES,
  CONTRACT_VERSION,
  ENDPOINT_EVENT_TYPES,
  EVENT_TYPES,
  type EventType,
  exampleOf,
  SUMMARIES,
  schemaOf,
} from './contract';

const ref = (path: string) => ({ $ref: `#/${path}` });

const messages = (types: readonly EventType[]) =>
  Object.fromEntries(types.map((type) => [type, ref(`components/messages/${type}`)]));
const BUS =
  'A bus of Amazon EventBridge. `source` is the address of this channel, `detail-type` is the type of the event, and `detail` is the event.';

/** What we tell others, as an AsyncAPI 3 document. */
export const asyncApi = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Events of the order workflow',
    version: CONTRACT_VERSION,
    description: [
      'What happens to orders, for whoever wants to know. Every event is published at least once, and always under the',
      'same `eventId`: a subscriber that has an effect outside has it once for each id. Events arrive in any order; each',
      'has a place in the `sequence` of its order, from 1 and without gaps, and says by itself how its order stands. So a',
      'subscriber that keeps something for each order takes over what is newer and ignores what is older. Members may be',
      'added: ignore those that you do not know. Nothing in an event is personal.',
    ].join('\n'),
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  defaultContentType: 'application/json',
  channels: {
    orders: {
      address: EVENT_SOURCE,
      title: 'Events of orders',
      description: BUS,
      messages: messages(ORDER_EVENT_TYPES),
    },
    webhookEndpoints: {
      address: ENDPOINT_EVENT_SOURCE,
      title: 'Events of webhook endpoints',
      description: `${BUS} The same bus as that of orders, and nothing that merchants are told.`,
      messages: messages(ENDPOINT_EVENT_TYPES),
    },
    circuits: {
      address: CIRCUIT_EVENT_SOURCE,
      title: 'Events of circuits',
      description: `${BUS} The same bus as that of orders, and nothing that merchants are told.`,
      messages: messages(CIRCUIT_EVENT_TYPES),
    },
  },
  operations: {
    publishEvent: {
      action: 'send',
      title: 'Publish what happened',
      summary: 'Right after it was committed; what was left behind follows within two minutes.',
      channel: ref('channels/orders'),
      messages: ORDER_EVENT_TYPES.map((type) => ref(`channels/orders/messages/${type}`)),
    },
    announceEndpoint: {
      action: 'send',
      title: 'Say what became of a webhook endpoint',
      channel: ref('channels/webhookEndpoints'),
      messages: ENDPOINT_EVENT_TYPES.map((type) => ref(`channels/webhookEndpoints/messages/${type}`)),
    },
    tellOfCircuit: {
      action: 'send',
      title: 'Say that a circuit has changed',
      summary: 'Once, by whoever changed it: an event may be lost, the metric and the log tell the same.',
      channel: ref('channels/circuits'),
      messages: CIRCUIT_EVENT_TYPES.map((type) => ref(`channels/circuits/messages/${type}`)),
    },
  },
  components: {
    messages: Object.fromEntries(
      EVENT_TYPES.map((type) => [
        type,
        {
          name: type,
          title: type,
          summary: SUMMARIES[type],
          contentType: 'application/json',
          payload: ref(`components/schemas/${type}`),
          examples: [{ name: 'example', payload: exampleOf(type) }],
        },
      ]),
    ),
    schemas: Object.fromEntries(EVENT_TYPES.map((type) => [type, withoutDialect(schemaOf(type))])),
  },
});

/** The document says itself what dialect its schemas are in. */
const withoutDialect = ({ $schema: _, ...schema }: Readonly<Record<string, unknown>>) => schema;

/** What AsyncAPI's own parser has against a document; warnings of style are none of ours. */
export async function problemsOf(document: object): Promise<readonly string[]> {
  const { Parser, DiagnosticSeverity } = await import('@asyncapi/parser');
  const diagnostics = await new Parser().validate(JSON.stringify(document));
  return diagnostics
    .filter(({ severity }) => severity === DiagnosticSeverity.Error)
    .map(({ message, path }) => `${path.join('/')}: ${message}`);
}
