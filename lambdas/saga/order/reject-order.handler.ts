import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresOrderStore } from '../../persistence/postgres/order-store';
import { readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createRejectOrder } from './reject-order';

const database = connectThroughProxy(readEnvironment(...databaseVariables));
const orders = createPostgresOrderStore({ database });

export const handler = sagaStep(createRejectOrder({ orders }));
