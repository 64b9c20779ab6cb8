import type { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { FailureRecordsTable } from './failure-records-table';
import { type RedrivableQueue, visibilityFor } from './redrivable-queue';

export interface QueueConsumerProps {
  readonly from: RedrivableQueue;
  /** Must answer with the failed records of its batch (`batchItemFailures`), and never throw for one of them. */
  readonly by: LambdaFunction;
  /** Where the function writes down why a record failed. */
  readonly failures: FailureRecordsTable;
  /** @default 10 */
  readonly batchSize?: number;
  /**
   * How many batches are worked on at once. Bounded here and not by reserved concurrency, which would throttle
   * deliveries that have already been counted.
   * @default 10
   */
  readonly maxConcurrency?: number;
}

/**
 * Lets a function consume a queue: failed records come back alone, and the function may put a message off
 * (its visibility) or bury it at once (the dead letters). Why a record failed is written down, so that its dead letter
 * can be explained.
 */
export class QueueConsumer extends Construct {
  /** @throws when messages could reappear while the function is still working on them */
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { from, by, failures } = props;
    assertHiddenLongEnough(from, by.timeout, this.node.path);

    by.addEventSource(
      new SqsEventSource(from.queue, {
        batchSize: props.batchSize ?? 10,
        maxConcurrency: props.maxConcurrency ?? 10,
        reportBatchItemFailures: true,
      }),
    );
    from.deadLetters.grant(by, 'sqs:SendMessage');
    failures.grantRecord(by);
    by.addEnvironment('FAILURE_RECORDS_TABLE', failures.table.tableName);
  }
}

function assertHiddenLongEnough(queue: RedrivableQueue, timeout: Duration | undefined, path: string): void {
  if (timeout === undefined) {
    throw new Error(`the function of consumer ${path} should have a time-out, got none`);
  }
  const needed = visibilityFor(timeout);
  if (queue.visibilityTimeout.toSeconds() < needed.toSeconds()) {
    throw new Error(
      `'consumerTimeout' of ${queue.node.path} should be at least the time-out of its function (${timeout.toHumanString()}), got a queue that hides messages for ${queue.visibilityTimeout.toHumanString()}`,
    );
  }
}
