import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrderReader } from '../persistence/postgres/order-reader';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createListOrders } from './list-orders';

const orders = createPostgresOrderReader({ database: connectThroughProxy(readEnvironment(...databaseVariables)) });

export const handler = apiHandler('GET /orders', createListOrders({ orders }));
