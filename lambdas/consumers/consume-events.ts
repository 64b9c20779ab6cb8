import { sqsClient } from '../gateways/sqs-client';
import { createSqsDeadLetters } from '../gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../gateways/sqs-message-visibility';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../persistence/dynamodb/failure-records';
import { readEnvironment } from '../runtime/environment';
import { type HandleMessage, queueRetry, type SqsBatchOptions, sqsBatch } from '../runtime/sqs-batch';

/**
 * Makes the Lambda handler of an `EventConsumer`: its queue, dead letters and failure records are those that the
 * construct has put into the environment.
 *
 * @param retry how long to wait after each receive, by the stage's factor on delays
 */
export function consumeEvents(
  consumer: string,
  handle: HandleMessage,
  retry: (delayScale: number) => SqsBatchOptions['retry'] = queueRetry,
) {
  const env = readEnvironment('EVENT_QUEUE_URL', 'EVENT_DEAD_LETTERS_URL', 'FAILURE_RECORDS_TABLE', 'DELAY_SCALE');
  const sqs = sqsClient();
  return sqsBatch({
    consumer,
    handle,
    deadLetters: createSqsDeadLetters({ client: sqs, queueUrl: env.EVENT_DEAD_LETTERS_URL }),
    visibility: createSqsMessageVisibility({ client: sqs, queueUrl: env.EVENT_QUEUE_URL }),
    failures: createDynamoFailureRecords({ client: documentClient(), table: env.FAILURE_RECORDS_TABLE }),
    retry: retry(env.DELAY_SCALE),
  });
}
