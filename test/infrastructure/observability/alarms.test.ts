import '../../support/observability/measured';
import type { AnyAlarm, MetricStat } from '../../../localstack/alarms/alarm';
import { readAlarms } from '../../../localstack/alarms/read-alarms';
import { runbookOf } from '../../../localstack/alarms/runbook-of';
import { deployedMetrics, keyOf, referenceTo } from '../../support/observability/deployed-metrics';
import { SimulatedStage } from '../../support/observability/simulated-stage';
import type { Trouble } from '../../support/observability/trouble';
import { cloudStage, synthesize } from '../stages';

const { data, workflow } = synthesize(cloudStage());
const templates = [data, workflow];
const alarms = templates.flatMap((template) => readAlarms(template.toJSON(), referenceTo));
const deployed = new Set(deployedMetrics(...templates).map(keyOf));

beforeAll(() => {
  jest.useFakeTimers({
    doNotFake: [
      'nextTick',
      'setImmediate',
      'clearImmediate',
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'queueMicrotask',
      'performance',
      'hrtime',
    ],
  });
});
afterAll(() => {
  jest.useRealTimers();
});

const anHourAgo = (hours: number): string =>
  new Date(Date.parse('2026-05-04T10:00:00Z') - hours * 3_600_000).toISOString();
const sqs = (name: string, of: RegExp, value: number): Trouble => ({ aws: [{ name, of, value }] });
const borrowed = (TargetRole: string): Trouble => ({
  aws: [
    { name: 'DatabaseConnectionsCurrentlyBorrowed', where: { TargetRole }, value: 95 },
    { name: 'MaxDatabaseConnectionsAllowed', where: { TargetRole }, value: 100 },
  ],
});
const pinned = (TargetRole: string): Trouble => ({
  aws: [{ name: 'DatabaseConnectionsCurrentlySessionPinned', where: { TargetRole }, value: 1 }],
});
const DEAD = 'ApproximateNumberOfMessagesVisible';
const AGE = 'ApproximateAgeOfOldestMessage';

/** What happens, the alarm that is there for it, after how many minutes it rings, and what happens to the stage. */
const FAULTS: readonly (readonly [string, string, number, Trouble])[] = [
  ['every request fails', 'acceptance-objective', 10, { failedRequests: 4 }],
  ['a quarter of the requests fails for an hour', 'acceptance-objective', 60, { failedRequests: 1 }],
  ['orders take ten minutes', 'confirmation-objective', 20, { confirmationTakesMs: 600_000 }],
  ['row 12: an order cannot be worked on', 'dead-letters#orders', 1, sqs(DEAD, /^OrdersDeadLetters/, 1)],
  ['an event of the provider cannot', 'dead-letters#payment-events', 1, sqs(DEAD, /^PaymentEventsDeadLetters/, 1)],
  ['a broken execution cannot be flagged', 'dead-letters#executions', 1, sqs(DEAD, /^FailedExecutionsDeadLetters/, 1)],
  ['nobody takes orders out of their queue', 'queue-age#orders', 5, sqs(AGE, /^OrdersQueue/, 1_000)],
  ['nobody takes events of the provider', 'queue-age#payment-events', 5, sqs(AGE, /^PaymentEventsQueue/, 6_000)],
  ['nobody takes broken executions', 'queue-age#executions', 5, sqs(AGE, /^FailedExecutionsQueue/, 1_000)],
  ['a mail cannot be sent', 'dead-letters#mail-events', 1, sqs(DEAD, /^MailsConsumerEventsDeadLetters/, 1)],
  ['an event cannot be fanned out', 'dead-letters#webhook-events', 1, sqs(DEAD, /^WebhooksFanOutEventsDead/, 1)],
  ['a delivery to a merchant cannot be worked on', 'dead-letters#webhooks', 1, sqs(DEAD, /^WebhooksDeadLetters/, 1)],
  ['nobody sends mails', 'queue-age#mail-events', 5, sqs(AGE, /^MailsConsumerEventsQueue/, 11_000)],
  ['nobody fans events out', 'queue-age#webhook-events', 5, sqs(AGE, /^WebhooksFanOutEventsQueue/, 1_000)],
  ['nobody sends webhooks', 'queue-age#webhooks', 5, sqs(AGE, /^WebhooksQueue/, 4_000)],
  ['an endpoint of a merchant is disabled', 'webhook-endpoint-disabled', 1, { endpointGone: true }],
  ['a webhook is given up', 'deliveries-given-up#webhooks', 1, { givenUp: 'webhook' }],
  ['a mail is given up', 'deliveries-given-up#mails', 1, { givenUp: 'mail' }],
  ['row 37: a compensation fails for good', 'executions-failed', 1, { aws: [{ name: 'ExecutionsFailed', value: 1 }] }],
  ['an execution outlives its time', 'executions-timed-out', 1, { aws: [{ name: 'ExecutionsTimedOut', value: 1 }] }],
  ['an operator stops one', 'executions-aborted', 1, { aws: [{ name: 'ExecutionsAborted', value: 1 }] }],
  [
    'the payment provider is away, or refuses our key',
    'dependency-away#payment-provider',
    15,
    { away: { step: 'ChargePayment', dependency: 'the payment provider (it refuses our API key)' } },
  ],
  ['the carrier is away', 'dependency-away#carrier', 15, { away: { step: 'BookShipment', dependency: 'carrier' } }],
  ['Postgres is away', 'dependency-away#postgres', 15, { postgresAway: true }],
  [
    'Postgres is away for longer than any reading may be silent',
    'dependency-away#postgres',
    100,
    { postgresAway: true },
  ],
  [
    'a service of AWS is away',
    'dependency-away#other',
    15,
    { away: { step: 'ChargePayment', dependency: 'secretsmanager' } },
  ],
  ['an order hangs', 'orders-stuck', 6, { openOrders: { stuck: 1 } }],
  ['nobody repairs an order', 'repair-waits', 6, { openOrders: { oldestRepairSince: anHourAgo(5) } }],
  ['the bus takes no event', 'outbox-waits', 12, { bus: 'away' }],
  ['the bus refuses an event for good', 'events-parked', 6, { bus: 'refuses' }],
  ['stock is changed by hand', 'drift', 16, { soldTooMany: 1 }],
  ['the bank returns a refund', 'refund-failed', 1, { refundFailed: true }],
  ['the signing secret is missing', 'payment-events-silent', 65, { forgedEvents: true }],
  ['forgotten orders are not looked for', 'readings-silent#sweep', 20, { notStarted: 'sweep' }],
  ['the search for them fails', 'readings-silent#sweep', 6, { failing: 'sweep' }],
  ['the queue takes no order that was accepted', 'readings-silent#sweep', 12, { queueAway: true }],
  ['events that were left are not looked for', 'readings-silent#events', 20, { notStarted: 'events' }],
  ['stock that nobody will buy is not given back', 'readings-silent#reservations', 250, { notStarted: 'reservations' }],
  ['giving it back fails', 'readings-silent#reservations', 80, { failing: 'reservations' }],
  ['open orders are not counted', 'readings-silent#gauges', 20, { notStarted: 'gauges' }],
  ['the books are not checked', 'readings-silent#books', 250, { notStarted: 'books' }],
  ['the replica is away, from which they are read', 'readings-silent#books', 95, { replicaAway: true }],
  ['functions are throttled', 'throttled', 12, { aws: [{ name: 'Throttles', of: /StartSaga/, value: 5 }] }],
  ['the pool is almost used up', 'database#connections', 4, borrowed('READ_WRITE')],
  ['the pool of readers is almost used up', 'database#reader-connections', 4, borrowed('READ_ONLY')],
  ['a session is pinned', 'database#pinned-sessions', 4, pinned('READ_WRITE')],
  ['a session of the readers is pinned', 'database#reader-pinned-sessions', 4, pinned('READ_ONLY')],
  ['the writer is busy', 'database#cpu', 6, { aws: [{ name: 'CPUUtilization', of: /Writer/, value: 99 }] }],
  ['the reader is busy', 'database#reader-cpu', 6, { aws: [{ name: 'CPUUtilization', of: /Reader/, value: 99 }] }],
  ['the cluster cannot grow', 'database#capacity', 6, { aws: [{ name: 'ACUUtilization', value: 99 }] }],
  ['the replica lags', 'database#replica-lag', 3, { aws: [{ name: 'AuroraReplicaLagMaximum', value: 5_000 }] }],
  ['statements lock each other', 'database#deadlocks', 4, { aws: [{ name: 'Deadlocks', value: 1 }] }],
];

describe('The alarms, over what the functions measure', () => {
  it('are silent on a normal day: declines, refusals, retries, a short outage, a failed request', async () => {
    const stage = new SimulatedStage(alarms, templates);

    await stage.minutes(70);
    await stage.minutes(3, { away: { step: 'ChargePayment', dependency: 'payment-provider' } });
    await stage.minutes(1, { failedRequests: 1 });
    await stage.minutes(4, sqs(AGE, /^OrdersQueue/, 200));
    await stage.minutes(2, { confirmationTakesMs: 310_000 });
    await stage.minutes(15, { throttledElsewhere: true });
    await stage.minutes(70);

    expect(stage.ringing()).toEqual([]);
  }, 60_000);

  it('have a fault each that rings them', () => {
    const parts = alarms.flatMap((alarm) => (alarm.kind === 'composite' ? [alarm.rule] : [])).join();
    const runbooks = alarms
      .filter(({ id }) => !parts.includes(`"${id}"`))
      .map(({ description }) => runbookOf(description));

    expect([...new Set(runbooks)].sort()).toEqual([...new Set(FAULTS.map(([, runbook]) => runbook))].sort());
  });

  it.each(FAULTS)(
    '%s: exactly the alarm of %s rings',
    async (_, runbook, minutes, trouble) => {
      const stage = new SimulatedStage(alarms, templates);
      await stage.minutes(10);

      await stage.minutes(minutes, trouble);

      expect(stage.ringing()).toEqual([runbook]);
    },
    60_000,
  );

  it('cry about nothing else while Postgres comes back', async () => {
    const stage = new SimulatedStage(alarms, templates);
    await stage.minutes(10);
    await stage.minutes(100, { postgresAway: true });
    await stage.minutes(30);

    expect(stage.ringing()).toEqual(['dependency-away#postgres']);
    stage.forget();
    await stage.minutes(3);
    expect(stage.ringing()).toEqual([]);
  }, 60_000);

  it('end when all is well again', async () => {
    const stage = new SimulatedStage(alarms, templates);
    await stage.minutes(10);
    await stage.minutes(15, { failedRequests: 4, away: { step: 'ChargePayment', dependency: 'payment-provider' } });
    expect(stage.ringing()).toEqual(['acceptance-objective', 'dependency-away#payment-provider']);

    await stage.minutes(40);
    stage.forget();
    await stage.minutes(3);

    expect(stage.ringing()).toEqual([]);
  }, 60_000);
});

/** Names in metrics of AWS that no alarm can ever have a value of. */
const unknownToAws = (looking: readonly AnyAlarm[]): readonly string[] =>
  looking.flatMap((alarm) =>
    alarm.kind === 'composite'
      ? []
      : Object.values(alarm.metrics)
          .filter(({ namespace }) => namespace.startsWith('AWS/'))
          .map(keyOf)
          .filter((key) => !deployed.has(key)),
  );

describe('What AWS measures', () => {
  /** The alarm on dead letters of orders, looking elsewhere. */
  const changed = (change: (metric: MetricStat) => Partial<MetricStat>): readonly AnyAlarm[] =>
    alarms.map((alarm) =>
      alarm.kind === 'metric' && alarm.id.startsWith('OrdersDeadLetterAlarm')
        ? {
            ...alarm,
            metrics: {
              metric: { ...(alarm.metrics['metric'] as MetricStat), ...change(alarm.metrics['metric'] as MetricStat) },
            },
          }
        : alarm,
    );

  it('is what alarms look at: names and dimensions of its documentation, of what is deployed', () => {
    expect(unknownToAws(alarms)).toEqual([]);
  });

  it.each([
    ['a name that is spelt wrong', () => ({ name: 'ApproximateNumberOfMessageVisible' })],
    ['a namespace of something else', () => ({ namespace: 'AWS/SNS' })],
    [
      'a dimension that nobody sends',
      ({ dimensions }: MetricStat) => ({ dimensions: { ...dimensions, Stage: 'dev' } }),
    ],
    [
      'a dimension under another name',
      ({ dimensions }: MetricStat) => ({ dimensions: { Queue: dimensions['QueueName'] ?? '' } }),
    ],
    [
      'an address in place of a name',
      () => ({ dimensions: { QueueName: referenceTo('OrdersDeadLetters6314E60F', undefined) } }),
    ],
  ])('is not found under %s, and the fault then rings nothing', async (_, change) => {
    const wrong = changed(change);
    const stage = new SimulatedStage(wrong, templates);
    await stage.minutes(3, sqs(DEAD, /^OrdersDeadLetters/, 1));

    expect(stage.ringing()).toEqual([]);
    expect(unknownToAws(wrong)).toHaveLength(1);
  });
});
