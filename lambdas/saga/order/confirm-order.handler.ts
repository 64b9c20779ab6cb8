import { connectOutbox, outboxVariables } from '../../gateways/connect-outbox';
import { createPostgresOrderStore } from '../../persistence/postgres/order-store';
import { readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createConfirmOrder } from './confirm-order';

const { database, thenPublish } = connectOutbox(readEnvironment(...outboxVariables));
const orders = createPostgresOrderStore({ database });

export const handler = sagaStep(thenPublish(createConfirmOrder({ orders })));
