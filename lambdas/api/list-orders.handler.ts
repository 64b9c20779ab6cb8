import { connectConsistentOrders } from '../persistence/postgres/connect-consistent-orders';
import { readVariables } from '../persistence/postgres/connect-reads';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createListOrders } from './list-orders';

const orders = connectConsistentOrders(readEnvironment(...readVariables));

export const handler = apiHandler('GET /orders', createListOrders({ orders }));
