import { sfnClient } from '../gateways/sfn-client';
import { createSfnSagaStarter } from '../gateways/sfn-saga-starter';
import { sqsClient } from '../gateways/sqs-client';
import { createSqsDeadLetters } from '../gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../gateways/sqs-message-visibility';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { queueRetry, sqsBatch } from '../runtime/sqs-batch';
import { createStartSaga } from './start-saga';

const queueVariables = ['ORDER_QUEUE_URL', 'ORDER_DEAD_LETTERS_URL', 'DELAY_SCALE'] as const;
const env = readEnvironment('INTAKE_TABLE', 'FAILURE_RECORDS_TABLE', 'SAGA_ARN', ...queueVariables);
const sqs = sqsClient();
const sagas = createSfnSagaStarter({ client: sfnClient(), stateMachineArn: env.SAGA_ARN });
const client = documentClient();
const intake = createDynamoIntakeStore({ client, table: env.INTAKE_TABLE });

export const handler = sqsBatch({
  consumer: 'start-saga',
  handle: createStartSaga({ sagas, intake, clock: systemClock }),
  deadLetters: createSqsDeadLetters({ client: sqs, queueUrl: env.ORDER_DEAD_LETTERS_URL }),
  visibility: createSqsMessageVisibility({ client: sqs, queueUrl: env.ORDER_QUEUE_URL }),
  failures: createDynamoFailureRecords({ client, table: env.FAILURE_RECORDS_TABLE }),
  retry: queueRetry(env.DELAY_SCALE),
});
