import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrderReader } from '../persistence/postgres/order-reader';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createGetOrder } from './get-order';

const env = readEnvironment('INTAKE_TABLE', ...databaseVariables);
const orders = createPostgresOrderReader({ database: connectThroughProxy(env) });
const intake = createDynamoIntakeStore({ client: documentClient(), table: env.INTAKE_TABLE });

export const handler = apiHandler('GET /orders/{orderId}', createGetOrder({ orders, intake }));
