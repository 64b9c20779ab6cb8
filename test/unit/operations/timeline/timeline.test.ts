import { DependencyUnavailableError } from '../../../../lambdas/domain/failures';
import { forCustomer } from '../../../../lambdas/operations/timeline/for-customer';
import { createReadTimeline, type TimelineSources } from '../../../../lambdas/operations/timeline/read-timeline';
import type { Timeline } from '../../../../lambdas/operations/timeline/timeline-entry';
import type { ExecutionOnRecord } from '../../../../lambdas/ports/execution-history';
import type { Failure } from '../../../../lambdas/ports/failure-records';
import { intakeRecord } from '../../../support/intake/order-mother';

const START = Date.parse('2026-11-26T12:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1_000).toISOString();

const TRACE = '1-6817a0c1-111111111111111111111111';
const record = intakeRecord({
  traceHeader: `Root=${TRACE};Parent=2222222222222222;Sampled=1`,
  acceptedAt: at(0),
  enqueuedAt: at(1),
  startedAt: at(65),
});
const { orderId } = record;

const failure = (attempt: number, second: number, change: Partial<Failure> = {}): Failure => ({
  queue: 'orders',
  consumer: 'start-saga',
  messageId: 'm-1',
  orderId,
  errorName: 'DependencyUnavailableError',
  message: 'Step Functions is unavailable',
  fingerprint: 'abc',
  attempt,
  traceId: TRACE,
  at: at(second),
  ...change,
});

/** Given up by the queue, sent back by an operator, declined at the second attempt, and undone. */
const execution: ExecutionOnRecord = {
  startedAt: at(65),
  endedAt: at(80),
  status: 'SUCCEEDED',
  visits: [
    {
      step: 'ReserveInventory',
      at: at(66),
      endedAt: at(67),
      attempts: [{ attempt: 1, at: at(66), endedAt: at(67) }],
    },
    {
      step: 'ChargePayment',
      at: at(68),
      endedAt: at(75),
      attempts: [
        {
          ...{ attempt: 1, at: at(68), endedAt: at(69), error: 'DependencyUnavailableError' },
          awaits: { dependency: 'payment-provider', circuitIsOpen: true },
        },
        { attempt: 2, at: at(70), endedAt: at(71), error: 'OutcomeUnknownError' },
        { attempt: 3, at: at(73), endedAt: at(75), error: 'PaymentDeclinedError' },
      ],
    },
    { step: 'ReleaseInventory', at: at(76), endedAt: at(77), attempts: [{ attempt: 1, at: at(76), endedAt: at(77) }] },
    { step: 'RejectOrder', at: at(78), endedAt: at(79), attempts: [{ attempt: 1, at: at(78), endedAt: at(79) }] },
  ],
};

const sources = (change: Partial<TimelineSources> = {}): TimelineSources => ({
  intake: { find: async (id) => (id === orderId ? record : undefined) },
  history: {
    eventsOf: async (id) =>
      id === orderId
        ? [
            { sequence: 1, type: 'OrderReceived', status: 'RECEIVED', occurredAt: at(66) },
            { sequence: 2, type: 'OrderReserved', status: 'RESERVED', occurredAt: at(67) },
            { sequence: 3, type: 'OrderRejected', status: 'REJECTED', occurredAt: at(79) },
          ]
        : [],
  },
  executions: { executionOf: async (id) => (id === orderId ? execution : undefined) },
  failures: {
    failuresOf: async ({ orderId: id }) =>
      id === orderId ? [1, 2, 3].map((n) => failure(n, n * 10, { isLast: n === 3 })) : [],
  },
  actions: {
    actionsOn: async ({ orderId: id }) =>
      id === orderId
        ? [
            {
              kind: 'replay',
              outcome: 'done',
              by: 'ada',
              at: at(60),
              queue: 'orders',
              letterId: 'm-1',
              orderId,
              fingerprint: 'abc',
              replays: 1,
            },
          ]
        : [],
  },
  refundsOutside: {
    ofOrder: async (id) => (id === orderId ? [{ orderId, eventId: 'evt_1', refundId: 're_1', at: at(90) }] : []),
  },
  deliveries: {
    ofOrder: async (id) =>
      id === orderId
        ? [
            {
              kind: 'mail',
              deliveryId: 'd-1',
              eventId: 'e-3',
              eventType: 'OrderRejected',
              orderId,
              target: 'order-rejected',
              attempt: 1,
              outcome: 'delivered',
              at: at(81),
            },
          ]
        : [],
  },
  ...change,
});

const read = async (change: Partial<TimelineSources> = {}): Promise<Timeline> => {
  const timeline = await createReadTimeline(sources(change))(orderId);
  return timeline as Timeline;
};
const line = ({ kind, title, facts = {} }: Timeline['entries'][number]) =>
  [kind, title, ...['attempt', 'attempts', 'error', 'outcome'].flatMap((name) => facts[name] ?? [])].join(' | ');

const away = () => Promise.reject(new DependencyUnavailableError('a store'));

describe('The timeline of an order', () => {
  it('tells everything that happened to it, in order', async () => {
    const { entries, missing } = await read();

    expect(entries.map(line)).toEqual([
      'accepted | accepted',
      'queued | put into the queue',
      'receive | start-saga failed | 1 | DependencyUnavailableError',
      'receive | start-saga failed | 2 | DependencyUnavailableError',
      'receive | start-saga failed | 3 | DependencyUnavailableError',
      'dead-letter | became a dead letter',
      'operator | replay by ada | done',
      'started | taken out of the queue',
      'step | ReserveInventory | 1 | succeeded',
      'status | RECEIVED',
      'status | RESERVED',
      'step | ChargePayment | 3 | PaymentDeclinedError | rejected',
      'wait | ChargePayment waits for payment-provider, whose circuit is open | 1 | DependencyUnavailableError',
      'retry | ChargePayment is tried again | 2 | OutcomeUnknownError',
      'undo | ReleaseInventory | 1 | succeeded',
      'undo | RejectOrder | 1 | succeeded',
      'status | REJECTED',
      'execution | saga succeeded',
      'mail | mail about OrderRejected delivered | 1 | delivered',
      'refund | somebody refunded at the provider',
    ]);
    expect(missing).toEqual([]);
  });

  it('says how long each step and attempt took, and in which trace', async () => {
    const { entries } = await read();

    expect(entries.find(({ title }) => title === 'ChargePayment')).toMatchObject({ durationMs: 7_000, traceId: TRACE });
    expect(entries.find(({ kind }) => kind === 'retry')).toMatchObject({ durationMs: 1_000 });
    expect(entries.find(({ kind }) => kind === 'wait')).toMatchObject({
      durationMs: 1_000,
      facts: { dependency: 'payment-provider', circuit: 'open' },
    });
    expect(new Set(entries.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
  });

  it.each([
    ['intake', { intake: { find: away } }],
    ['events', { history: { eventsOf: away } }],
    ['execution', { executions: { executionOf: away } }],
    ['failures', { failures: { failuresOf: away } }],
    ['actions', { actions: { actionsOn: away } }],
    ['deliveries', { deliveries: { ofOrder: away } }],
  ] as const)('says that it misses what %s know while they are away, and tells the rest', async (source, change) => {
    const whole = await read();
    const { entries, missing } = await read(change);

    expect(missing).toEqual([source]);
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.length).toBeLessThan(whole.entries.length);
  });

  it('says why a source could not be asked, without repeating what it was asked, and of no other', async () => {
    const refused = Object.assign(new Error('not allowed to read "ada@shop.example"'), {
      name: 'AccessDeniedException',
    });
    const { missing, because } = await read({
      history: undefined,
      deliveries: { ofOrder: () => Promise.reject(refused) },
    });

    expect(missing).toEqual(['events', 'deliveries']);
    expect(because).toEqual({ deliveries: 'AccessDeniedException: not allowed to read …' });
    expect(await read()).not.toHaveProperty('because');
  });

  it('is none for an order that nobody knows', async () => {
    expect(await createReadTimeline(sources())('another')).toBeUndefined();
  });

  it.each([
    ['the last receive of a patient consumer', [3, 4, 5, 6].map((n) => failure(n, n, { isLast: n === 6 }))],
    ['poison that was buried', [failure(1, 5, { errorName: 'PoisonMessageError', isLast: true })]],
    ['poison of before this was written down', [failure(1, 5, { errorName: 'PoisonMessageError' })]],
    ['the last receive of before this was written down', [1, 2, 3].map((n) => failure(n, n))],
  ])('tells of a message that it became a dead letter once: %s', async (_, failures) => {
    const { entries } = await read({ failures: { failuresOf: async () => failures } });

    expect(entries.filter(({ kind }) => kind === 'dead-letter').map(({ at }) => at)).toEqual([failures.at(-1)?.at]);
  });

  it('does not tell of a message that it became a dead letter while it is still tried again', async () => {
    const failures = [
      failure(3, 3, { isLast: false }),
      failure(1, 4, { errorName: 'PoisonMessageError', isLast: false }),
    ];
    const { entries } = await read({ failures: { failuresOf: async () => failures } });

    expect(entries.filter(({ kind }) => kind === 'dead-letter')).toEqual([]);
  });
});

describe('The timeline for a customer', () => {
  it('is plain, and holds nothing of what is inside', async () => {
    const told = forCustomer(await read());

    expect(told.map(({ what }) => what)).toEqual([
      'Order received',
      'Everything is in stock and kept for you',
      'Could not be fulfilled; nothing is charged',
      'We wrote to you',
    ]);
    expect(JSON.stringify(told)).not.toMatch(/trace|Root|Error|ada|saga|Inventory|1-6817/);
  });
});
