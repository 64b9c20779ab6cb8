import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { connectConsistentOrders } from '../persistence/postgres/connect-consistent-orders';
import { readVariables } from '../persistence/postgres/connect-reads';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createGetOrder } from './get-order';

const env = readEnvironment('INTAKE_TABLE', ...readVariables);
const orders = connectConsistentOrders(env);
const intake = createDynamoIntakeStore({ client: documentClient(), table: env.INTAKE_TABLE });

export const handler = apiHandler('GET /orders/{orderId}', createGetOrder({ orders, intake }));
