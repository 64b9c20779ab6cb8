import { CIRCUIT_EVENTS } from '../../../lambdas/contracts/circuit-event';
import { ENDPOINT_EVENTS } from '../../../lambdas/contracts/endpoint-event';
import { orderEventSchema } from '../../../lambdas/contracts/order-event';
import { ORDER_EVENT_TYPES } from '../../../lambdas/domain/events';
import { asyncApi, problemsOf } from '../../../scripts/events/async-api';
import { contractProblems, releases } from '../../../scripts/events/check-contract';
import {
  CIRCUIT_EVENT_TYPES,
  CONTRACT_VERSION,
  ENDPOINT_EVENT_TYPES,
  exampleOf,
  schemas,
} from '../../../scripts/events/contract';
import { incompatibilities, type JsonSchema } from '../../../scripts/events/incompatibilities';
import { digestsOfFiles, digestsOnRecord, recordProblems } from '../../../scripts/events/released-files';

const RELEASED: JsonSchema = {
  type: 'object',
  properties: {
    sequence: { type: 'integer', minimum: 1 },
    status: { type: 'string', enum: ['RECEIVED', 'RESERVED'] },
    reason: { type: 'string' },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] } },
  },
  required: ['sequence', 'status', 'lines'],
};

const withProperties = (properties: NonNullable<JsonSchema['properties']>, required = RELEASED.required ?? []) => ({
  ...RELEASED,
  properties: { ...RELEASED.properties, ...properties },
  required,
});
const without = (name: string): JsonSchema => {
  const { [name]: _, ...properties } = RELEASED.properties ?? {};
  return { ...RELEASED, properties, required: (RELEASED.required ?? []).filter((one) => one !== name) };
};

describe('A change of an event', () => {
  it.each<[string, JsonSchema]>([
    ['nothing changes', RELEASED],
    ['a member is added that may be missing', withProperties({ note: { type: 'string' } })],
    ['it is described better', { ...RELEASED, title: 'A title', description: 'A description' }],
    [
      'a list says more of its items',
      withProperties({
        lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: { sku: { type: 'string' }, name: { type: 'string' } },
            required: ['sku'],
          },
        },
      }),
    ],
  ])('is compatible when %s', (_, current) => {
    expect(incompatibilities(RELEASED, current)).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['a member is gone', without('status'), "the event: 'status' is gone"],
    ['a member that may be missing is gone', without('reason'), "the event: 'reason' is gone"],
    [
      'a member may be missing that was always there',
      withProperties({}, ['sequence', 'lines']),
      "the event: 'status' may be missing now",
    ],
    [
      'a member must be there that events on their way do not have',
      withProperties({ note: { type: 'string' } }, ['sequence', 'status', 'lines', 'note']),
      "the event: 'note' must be there now",
    ],
    [
      'a member takes values that subscribers do not know',
      withProperties({ status: { type: 'string', enum: ['RECEIVED', 'RESERVED', 'CHARGED'] } }),
      'the event.status: \'enum\' was ["RECEIVED","RESERVED"] and is ["RECEIVED","RESERVED","CHARGED"]',
    ],
    [
      'a member has another type',
      withProperties({ sequence: { type: 'string', minimum: 1 } }),
      'the event.sequence: \'type\' was "integer" and is "string"',
    ],
    [
      'a bound is wider',
      withProperties({ sequence: { type: 'integer' } }),
      "the event.sequence: 'minimum' was 1 and is free",
    ],
    [
      'an item of a list changes',
      withProperties({ lines: { type: 'array', items: { type: 'object', properties: {}, required: [] } } }),
      "the event.lines[]: 'sku' is gone",
    ],
    [
      'a list is none any more',
      withProperties({ lines: { type: 'array' } }),
      'the event.lines: it is another kind of list',
    ],
    [
      'it is said in words that the check does not understand',
      withProperties({ reason: { type: 'string', not: { const: 'x' } } }),
      "the event.reason: 'not' is not understood by this check",
    ],
  ])('is incompatible when %s', (_, current, problem) => {
    expect(incompatibilities(RELEASED, current)).toContain(problem);
  });
});

describe('The contract of events', () => {
  it('is what was released, or more', () => {
    expect(releases().length).toBeGreaterThan(0);
    expect(contractProblems(CONTRACT_VERSION, schemas(), releases())).toEqual([]);
  });

  it('fails when a type that was released is gone', () => {
    const { PaymentRefunded: _, ...fewer } = schemas();

    expect(contractProblems(CONTRACT_VERSION, fewer, releases())).toEqual(
      releases().map(({ version }) => `PaymentRefunded, compared with release ${version}: it is gone`),
    );
  });

  it('fails when a type that a later release has added is gone', () => {
    const { WebhookEndpointDisabled: _, ...fewer } = schemas();

    expect(contractProblems(CONTRACT_VERSION, fewer, releases())).toEqual([
      'WebhookEndpointDisabled, compared with release 1.1.0: it is gone',
      'WebhookEndpointDisabled, compared with release 1.2.0: it is gone',
    ]);
  });

  it('fails when events say more under the number of a release', () => {
    const { OrderShipping } = schemas();
    const more = { ...OrderShipping, properties: { ...OrderShipping?.properties, carrier: { type: 'string' } } };
    const current = { ...schemas(), OrderShipping: more };

    expect(contractProblems(CONTRACT_VERSION, current, releases())[0]).toMatch(/^events say more than in release/);
    expect(contractProblems('1.999.0', current, releases())).toEqual([]);
  });

  it('fails when the first number is raised, and events go on to say the old one', () => {
    const problems = contractProblems('2.0.0', schemas(), releases());

    expect(problems).toContain(
      "OrderReceived: the member 'version' should be 2, as the first number of CONTRACT_VERSION",
    );
    expect(problems).toHaveLength(Object.keys(schemas()).length);
  });

  it('fails when its version goes back behind a release', () => {
    expect(contractProblems('1.0.0', schemas(), releases())).toContain(
      'CONTRACT_VERSION 1.0.0 is older than release 1.2.0',
    );
  });

  it('has every release on record, whatever the version is now, and as it was published', () => {
    expect(Object.keys(digestsOnRecord())).toEqual(releases().map(({ version }) => version));
    expect(recordProblems(digestsOnRecord(), digestsOfFiles())).toEqual([]);
  });

  it('fails when a release is gone, was changed, or is on no record', () => {
    const { '1.0.0': oldest = '', ...later } = digestsOfFiles();

    expect(recordProblems(digestsOnRecord(), later)).toEqual([
      'release 1.0.0 is gone: docs/events/released/1.0.0 has to stay published',
    ]);
    expect(recordProblems({ ...later, '1.0.0': 'another' }, digestsOfFiles())).toEqual([
      'release 1.0.0 was changed: docs/events/released/1.0.0 has to stay as it was published',
    ]);
    expect(recordProblems(later, { ...later, '1.0.0': oldest })).toEqual([
      'release 1.0.0 is on no record: npm run events -- --release makes releases',
    ]);
  });

  it('has an example of every event, as a released version has written it', () => {
    for (const type of ORDER_EVENT_TYPES) {
      expect(orderEventSchema.parse(exampleOf(type))).toEqual(exampleOf(type));
    }
    for (const type of ENDPOINT_EVENT_TYPES) {
      expect(ENDPOINT_EVENTS[type].parse(exampleOf(type))).toEqual(exampleOf(type));
    }
    for (const type of CIRCUIT_EVENT_TYPES) {
      expect(CIRCUIT_EVENTS[type].parse(exampleOf(type))).toEqual(exampleOf(type));
    }
  });

  it('holds nothing personal: ids, SKUs, quantities, amounts and names of reasons', () => {
    const members = Object.values(schemas()).flatMap(({ properties }) => Object.keys(properties ?? {}));

    expect([...new Set(members)].sort()).toEqual(
      [
        ...[
          'because',
          'customerId',
          'dependency',
          'endpointId',
          'epoch',
          'eventId',
          'from',
          'lines',
          'occurredAt',
          'orderId',
          'paymentId',
          'reason',
        ],
        ...[
          'refundId',
          'refunded',
          'sequence',
          'shipmentId',
          'since',
          'status',
          'to',
          'total',
          'trace',
          'type',
          'version',
        ],
      ].sort(),
    );
  });
});

describe('The AsyncAPI document', () => {
  it('is valid in the eyes of AsyncAPI’s own parser, which finds what is not', async () => {
    const { channels: _, ...withoutChannels } = asyncApi();

    expect(await problemsOf(asyncApi())).toEqual([]);
    expect(await problemsOf(withoutChannels)).not.toEqual([]);
  });

  it('names every event', () => {
    const { orders, webhookEndpoints, circuits } = asyncApi().channels;
    expect(Object.keys(orders.messages).sort()).toEqual([...ORDER_EVENT_TYPES].sort());
    expect(Object.keys(webhookEndpoints.messages)).toEqual(ENDPOINT_EVENT_TYPES);
    expect(Object.keys(circuits.messages)).toEqual(CIRCUIT_EVENT_TYPES);
    expect(Object.keys(asyncApi().components.schemas).sort()).toEqual(Object.keys(schemas()).sort());
  });
});
