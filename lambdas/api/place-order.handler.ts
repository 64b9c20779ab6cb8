import { sqsClient } from '../gateways/sqs-client';
import { createSqsOrderQueue } from '../gateways/sqs-order-queue';
import { documentClient, dynamoClient } from '../persistence/dynamodb/clients';
import { createIdempotencyStore } from '../persistence/dynamodb/idempotency-store';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { apiHandler } from '../runtime/api-handler';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { createOnce } from '../runtime/idempotency';
import { signals } from '../runtime/signals';
import { createAcceptOrder } from './accept-order';
import { createPlaceOrder } from './place-order';

const env = readEnvironment('INTAKE_TABLE', 'IDEMPOTENCY_TABLE', 'ORDER_QUEUE_URL');
const dynamo = dynamoClient();
const intake = createDynamoIntakeStore({ client: documentClient(dynamo), table: env.INTAKE_TABLE });
const queue = createSqsOrderQueue({ client: sqsClient(), queueUrl: env.ORDER_QUEUE_URL });
const acceptOrder = createAcceptOrder({ intake, queue, clock: systemClock, signals });
const persistence = createIdempotencyStore({ client: dynamo, table: env.IDEMPOTENCY_TABLE });
const once = createOnce({ persistence, keyPrefix: 'place-order' });

export const handler = apiHandler('POST /orders', createPlaceOrder({ once, acceptOrder }));
