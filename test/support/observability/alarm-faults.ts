import type { Template } from 'aws-cdk-lib/assertions';
import type { AnyAlarm, MetricAlarm } from '../../../localstack/alarms/alarm';
import { runbookOf } from '../../../localstack/alarms/runbook-of';
import { deployedMetrics, keyOf } from './deployed-metrics';
import type { Trouble } from './trouble';

const anHourAgo = (hours: number): string =>
  new Date(Date.parse('2026-05-04T10:00:00Z') - hours * 3_600_000).toISOString();
export const sqs = (name: string, of: RegExp, value: number): Trouble => ({ aws: [{ name, of, value }] });
const borrowed = (TargetRole: string): Trouble => ({
  aws: [
    { name: 'DatabaseConnectionsCurrentlyBorrowed', where: { TargetRole }, value: 95 },
    { name: 'MaxDatabaseConnectionsAllowed', where: { TargetRole }, value: 100 },
  ],
});
const pinned = (TargetRole: string): Trouble => ({
  aws: [{ name: 'DatabaseConnectionsCurrentlySessionPinned', where: { TargetRole }, value: 1 }],
});
export const DEAD = 'ApproximateNumberOfMessagesVisible';
export const AGE = 'ApproximateAgeOfOldestMessage';

/** What happens, the alarm that is there for it, after how many minutes it rings, and what happens to the stage. */
export type Fault = readonly [what: string, runbook: string, minutes: number, trouble: Trouble];

const FAULTS: readonly Fault[] = [
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
  ['stock cannot be added up', 'stock-unchecked', 76, { stockUnreadable: true }],
  ['the bank returns a refund', 'refund-failed', 1, { refundFailed: true }],
  ['somebody refunds a confirmed order at the provider', 'refunded-outside', 1, { refundedOutside: true }],
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

/** Consumers of events that have no runbook of their own need no line above: their faults are those of their queues. */
export function faultsOfConsumers(alarms: readonly AnyAlarm[], templates: readonly Template[]): readonly Fault[] {
  const measured = new Map(deployedMetrics(...templates).map((metric) => [keyOf(metric), metric.of]));
  return alarms
    .filter((alarm): alarm is MetricAlarm => alarm.kind === 'metric')
    .map((alarm) => ({ ...alarm, runbook: runbookOf(alarm.description) }))
    .filter(({ runbook }) => runbook.endsWith('#consumers-of-events'))
    .flatMap(({ runbook, metrics, threshold }) =>
      Object.values(metrics).map((metric): Fault => {
        const queue = measured.get(keyOf(metric)) ?? '';
        const trouble = sqs(metric.name, new RegExp(`^${queue}$`), 2 * threshold + 1);
        return metric.name === DEAD
          ? [`there is a letter in ${queue}`, runbook, 1, trouble]
          : [`nobody empties ${queue}`, runbook, 5, trouble];
      }),
    );
}

/** One for every alarm of a stage, unless somebody has forgotten one. */
export const faultsOf = (alarms: readonly AnyAlarm[], templates: readonly Template[]): readonly Fault[] => [
  ...FAULTS,
  ...faultsOfConsumers(alarms, templates),
];

/** The runbooks of all alarms, without those that are a part of another one. */
export function runbooksOf(alarms: readonly AnyAlarm[]): readonly string[] {
  const parts = alarms.flatMap((alarm) => (alarm.kind === 'composite' ? [alarm.rule] : [])).join();
  return distinct(
    alarms.filter(({ id }) => !parts.includes(`"${id}"`)).map(({ description }) => runbookOf(description)),
  );
}

/** What faults ring, by the runbook. */
export const runbooksRungBy = (faults: readonly Fault[]): readonly string[] =>
  distinct(faults.map(([, runbook]) => runbook));

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
