import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { LIMITS } from '../../../lambdas/domain/limits';
import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createEventBridge } from '../../../lambdas/gateways/event-bridge';
import { startAwsService } from './aws-service';

const eventAt = (sequence: number) =>
  ({
    ...{ version: 1, eventId: `event-${sequence}`, type: 'OrderShipping', orderId: 'order', customerId: 'customer' },
    ...{ sequence, status: 'SHIPPING', occurredAt: '2026-11-26T10:00:00.000Z', shipmentId: 'shp_1' },
  }) as OrderEvent;
const events = (count: number) => Array.from({ length: count }, (_, index) => eventAt(index + 1));

interface PutEvents {
  readonly Entries: readonly { readonly Detail: string; readonly TraceHeader?: string }[];
}

async function setUp(answer: (input: PutEvents) => { status: number; body: unknown }, trace?: string) {
  const service = await startAwsService(({ input }) => answer(input as PutEvents));
  const aws = createAwsJsonApi({
    region: 'eu-central-1',
    endpoint: service.url,
    credentials: () => ({ accessKeyId: 'id', secretAccessKey: 'secret' }),
  });
  return { service, bus: createEventBridge({ aws, busName: 'orders', traceHeader: () => trace }) };
}

const taken = ({ Entries }: PutEvents) => ({
  status: 200,
  body: { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'of-the-bus' })) },
});

describe('The bus of EventBridge', () => {
  it('takes an event as it is, under our name and its type, with the trace it belongs to', async () => {
    const { service, bus } = await setUp(taken, 'Root=1-5f84c7a5-0123456789abcdef01234567');

    expect(await bus.publish([eventAt(1)])).toEqual([{ kind: 'published' }]);
    await service.close();

    const [call] = service.seen;
    expect(call?.headers['x-amz-target']).toBe('AWSEvents.PutEvents');
    expect(call?.input).toEqual({
      Entries: [
        {
          ...{ EventBusName: 'orders', Source: 'order-workflow', DetailType: 'OrderShipping', Time: 1_795_687_200 },
          Detail: JSON.stringify({ ...eventAt(1), trace: 'Root=1-5f84c7a5-0123456789abcdef01234567' }),
          TraceHeader: 'Root=1-5f84c7a5-0123456789abcdef01234567',
        },
      ],
    });
  });

  it('takes each event under the trace of its order when whoever publishes it has none', async () => {
    const { service, bus } = await setUp(taken);
    const [trace, other] = ['1', '2'].map((id) => `Root=1-5f84c7a5-00000000000000000000000${id}`) as [string, string];

    await bus.publish([{ ...eventAt(1), trace }, { ...eventAt(2), trace: other }, eventAt(3)]);
    await service.close();

    const [{ Entries }] = service.seen.map(({ input }) => input) as [PutEvents];
    expect(Entries.map(({ TraceHeader }) => TraceHeader)).toEqual([trace, other, undefined]);
    expect(Entries.map(({ Detail }) => (JSON.parse(Detail) as OrderEvent).trace)).toEqual([trace, other, undefined]);
  });

  it('takes ten events in a call, and more in more calls', async () => {
    const { service, bus } = await setUp(taken);

    expect(await bus.publish(events(23))).toEqual(Array(23).fill({ kind: 'published' }));
    await service.close();

    expect(service.seen.map(({ input }) => (input as PutEvents).Entries.length).sort()).toEqual([10, 10, 3]);
  });

  it('says of each event what became of it when a call has failed for some', async () => {
    const { service, bus } = await setUp(() => ({
      status: 200,
      body: {
        FailedEntryCount: 2,
        Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }, { ErrorCode: 'MalformedDetail' }],
      },
    }));

    expect(await bus.publish(events(4))).toEqual([
      { kind: 'published' },
      { kind: 'left', reason: 'ThrottlingException' },
      { kind: 'refused', reason: 'MalformedDetail' },
      { kind: 'left', reason: 'no usable answer' }, // an entry without an answer may have been taken
    ]);
    await service.close();
  });

  it.each([
    { what: 'breaks', answer: { status: 500, body: {} }, reason: 'OutcomeUnknownError' },
    {
      what: 'throttles',
      answer: { status: 400, body: { __type: 'ThrottlingException' } },
      reason: 'DependencyUnavailableError',
    },
    { what: 'answers nonsense', answer: { status: 200, body: 'what?' }, reason: 'no usable answer' },
    {
      ...{ what: 'allows nothing', answer: { status: 400, body: { __type: 'AccessDeniedException' } } },
      reason: 'events refused AWSEvents.PutEvents: AccessDeniedException',
    },
  ])('row 43: leaves every event for later when the bus $what', async ({ answer, reason }) => {
    const { service, bus } = await setUp(() => answer);

    expect(await bus.publish(events(2))).toEqual(Array(2).fill({ kind: 'left', reason }));
    await service.close();
  });

  it('is never asked to take more than a call may hold, however large orders are', () => {
    const line = { sku: 'x'.repeat(LIMITS.skuLength), quantity: LIMITS.quantityPerLine };
    const largest = { ...eventAt(1), lines: Array(LIMITS.linesPerOrder).fill(line), trace: 'x'.repeat(256) };

    expect(10 * JSON.stringify(JSON.stringify(largest)).length).toBeLessThan(256 * 1024);
  });
});
