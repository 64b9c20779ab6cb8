import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { FailureRecordsTable } from './failure-records-table';
import type { IntakeTable } from './intake-table';
import { OrderFunction } from './order-function';
import { QueueConsumer } from './queue-consumer';
import type { RedrivableQueue } from './redrivable-queue';
import { ScheduledTask } from './scheduled-task';

const SWEEP_EVERY = Duration.minutes(1);
/** Ends before the next one begins. */
const SWEEP_TIMEOUT = Duration.seconds(50);

export interface SagaStarterProps {
  readonly stage: Stage;
  readonly intake: IntakeTable;
  readonly orders: RedrivableQueue;
  readonly saga: IStateMachine;
  readonly failures: FailureRecordsTable;
  /** Time-out of the consumer, which `orders` was made for. */
  readonly timeout: Duration;
}

/** Takes accepted orders out of their queue into the saga, and looks for those that never got into the queue. */
export class SagaStarter extends Construct {
  constructor(scope: Construct, id: string, { stage, intake, orders, saga, failures, timeout }: SagaStarterProps) {
    super(scope, id);
    const shared = {
      INTAKE_TABLE: intake.table.tableName,
      ORDER_QUEUE_URL: orders.queue.queueUrl,
      DELAY_SCALE: String(stage.delayScale),
    };

    const startSaga = new OrderFunction(this, 'StartSaga', {
      stage,
      handler: 'consumers/start-saga',
      description: 'Starts the saga of each order in the queue',
      timeout,
      environment: {
        ...shared,
        ORDER_DEAD_LETTERS_URL: orders.deadLetters.queueUrl,
        SAGA_ARN: saga.stateMachineArn,
      },
    });
    saga.grantStartExecution(startSaga);
    intake.grantMark(startSaga);
    new QueueConsumer(this, 'Consumer', { from: orders, by: startSaga, failures });

    const sweeper = new OrderFunction(this, 'EnqueueForgottenOrders', {
      stage,
      handler: 'operations/enqueue-forgotten-orders',
      description: 'Sends accepted orders again that were never recorded as enqueued',
      timeout: SWEEP_TIMEOUT,
      environment: shared,
    });
    intake.grantSweep(sweeper);
    orders.queue.grant(sweeper, 'sqs:SendMessage');
    new ScheduledTask(this, 'Sweep', {
      what: 'The search for accepted orders that were forgotten',
      task: sweeper,
      every: SWEEP_EVERY,
      alarm: {
        customers: 'nothing, unless the queue takes no orders: then accepted ones wait, and nobody hears of them',
        runbook: 'readings-silent#sweep',
      },
    });
  }
}
