import { createSqsDeadLetters } from '../gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../gateways/sqs-message-visibility';
import { createDynamoFailureRecords } from '../persistence/dynamodb/failure-records';
import { readEnvironment } from '../runtime/environment';
import { queueRetry, sqsBatch } from '../runtime/sqs-batch';
import { connectDeliveries, deliveryVariables } from './connect-deliveries';
import { createDeliverWebhook } from './deliver-webhook';

const env = readEnvironment(...deliveryVariables, 'WEBHOOK_DEAD_LETTERS_URL', 'FAILURE_RECORDS_TABLE');
const { client, sqs, ...parts } = connectDeliveries(env);

export const handler = sqsBatch({
  consumer: 'deliver-webhook',
  handle: createDeliverWebhook(parts),
  deadLetters: createSqsDeadLetters({ client: sqs, queueUrl: env.WEBHOOK_DEAD_LETTERS_URL }),
  visibility: createSqsMessageVisibility({ client: sqs, queueUrl: env.WEBHOOK_QUEUE_URL }),
  failures: createDynamoFailureRecords({ client, table: env.FAILURE_RECORDS_TABLE }),
  retry: queueRetry(env.DELAY_SCALE),
});
