import { connectOutbox, outboxVariables } from '../gateways/connect-outbox';
import { sqsClient } from '../gateways/sqs-client';
import { createSqsDeadLetters } from '../gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../gateways/sqs-message-visibility';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { createPostgresOrderStore } from '../persistence/postgres/order-store';
import { readEnvironment } from '../runtime/environment';
import { queueRetry, sqsBatch } from '../runtime/sqs-batch';
import { createFlagFailedExecution } from './flag-failed-execution';

const queueVariables = ['EXECUTION_QUEUE_URL', 'EXECUTION_DEAD_LETTERS_URL', 'DELAY_SCALE'] as const;
const env = readEnvironment('INTAKE_TABLE', 'FAILURE_RECORDS_TABLE', ...queueVariables, ...outboxVariables);
const sqs = sqsClient();
const { database, thenPublish } = connectOutbox(env);
const orders = createPostgresOrderStore({ database });
const client = documentClient();
const intake = createDynamoIntakeStore({ client, table: env.INTAKE_TABLE });

export const handler = sqsBatch({
  consumer: 'flag-failed-execution',
  handle: thenPublish(createFlagFailedExecution({ orders, intake })),
  deadLetters: createSqsDeadLetters({ client: sqs, queueUrl: env.EXECUTION_DEAD_LETTERS_URL }),
  visibility: createSqsMessageVisibility({ client: sqs, queueUrl: env.EXECUTION_QUEUE_URL }),
  failures: createDynamoFailureRecords({ client, table: env.FAILURE_RECORDS_TABLE }),
  retry: queueRetry(env.DELAY_SCALE),
});
