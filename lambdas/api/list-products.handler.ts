import { connectConsistentOrders } from '../persistence/postgres/connect-consistent-orders';
import { readVariables } from '../persistence/postgres/connect-reads';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createListProducts } from './list-products';

const catalogue = connectConsistentOrders(readEnvironment(...readVariables));

export const handler = apiHandler('GET /products', createListProducts({ catalogue }));
