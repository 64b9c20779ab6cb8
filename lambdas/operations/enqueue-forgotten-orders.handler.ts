import { sqsClient } from '../gateways/sqs-client';
import { createSqsOrderQueue } from '../gateways/sqs-order-queue';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { signals } from '../runtime/signals';
import { createEnqueueForgottenOrders, failingWhenOrdersAreLeft } from './enqueue-forgotten-orders';

const env = readEnvironment('INTAKE_TABLE', 'ORDER_QUEUE_URL', 'DELAY_SCALE');
const intake = createDynamoIntakeStore({ client: documentClient(), table: env.INTAKE_TABLE });
const queue = createSqsOrderQueue({ client: sqsClient(), queueUrl: env.ORDER_QUEUE_URL });

export const handler = scheduled(
  'enqueue-forgotten-orders',
  failingWhenOrdersAreLeft(
    createEnqueueForgottenOrders({ intake, queue, clock: systemClock, signals, delayScale: env.DELAY_SCALE }),
  ),
);
