import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import type { FailureRecordsTable } from './failure-records-table';
import type { IntakeTable } from './intake-table';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';
import { MINUTE, OrderAlarm } from './order-observability/order-alarm';
import { QueueConsumer } from './queue-consumer';
import { RedrivableQueue } from './redrivable-queue';

const FLAG_TIMEOUT = Duration.seconds(30);

export interface FailedExecutionsProps {
  readonly stage: Stage;
  readonly saga: IStateMachine;
  readonly database: OrderDatabase;
  /** Knows the order when the event of its execution does not. */
  readonly intake: IntakeTable;
  readonly failures: FailureRecordsTable;
  readonly events: OrderEventBus;
}

/**
 * Catches what no catcher of the saga can: a broken definition, too much data, the machine's own time-out, an
 * operator's stop. Every execution that did not succeed leads to an order that says so, and to an alarm.
 */
export class FailedExecutions extends Construct {
  readonly queue: RedrivableQueue;

  constructor(scope: Construct, id: string, props: FailedExecutionsProps) {
    super(scope, id);
    const { stage, saga, database, intake, failures, events } = props;
    this.queue = new RedrivableQueue(this, 'Executions', {
      consumerTimeout: FLAG_TIMEOUT,
      name: 'failed-executions',
      meaning: {
        waiting: 'reports of broken executions',
        customers: 'their broken orders look as if they were on their way, and nobody repairs them',
      },
    });

    const flag = new OrderFunction(this, 'FlagFailedExecution', {
      stage,
      handler: 'consumers/flag-failed-execution',
      description: 'Sets the order of a failed execution to NEEDS_REPAIR',
      timeout: FLAG_TIMEOUT,
      database: { from: database, access: 'write' },
      environment: {
        DELAY_SCALE: String(stage.delayScale),
        INTAKE_TABLE: intake.table.tableName,
        EXECUTION_QUEUE_URL: this.queue.queue.queueUrl,
        EXECUTION_DEAD_LETTERS_URL: this.queue.deadLetters.queueUrl,
      },
    });
    intake.grantRead(flag);
    events.letPublish(flag);
    new QueueConsumer(this, 'Consumer', { from: this.queue, by: flag, failures, maxConcurrency: 2 });

    new Rule(this, 'Failed', {
      description: 'Executions of the order saga that ended without success',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [saga.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [new SqsQueue(this.queue.queue, { deadLetterQueue: this.queue.deadLetters })],
    });

    this.alarm('FailedAlarm', 'failed', 'executions-failed', saga.metricFailed());
    this.alarm('TimedOutAlarm', 'timed out', 'executions-timed-out', saga.metricTimedOut());
    this.alarm('AbortedAlarm', 'were aborted', 'executions-aborted', saga.metricAborted());
  }

  private alarm(id: string, what: string, runbook: string, metric: Metric): void {
    new OrderAlarm(this, id, {
      what: `Orders need repair: executions of the saga ${what}`,
      customers: 'money may be taken, stock held or a parcel booked for an order that does not stand',
      runbook,
      metric: metric.with({ period: MINUTE, statistic: 'sum' }),
      threshold: 0,
    });
  }
}
