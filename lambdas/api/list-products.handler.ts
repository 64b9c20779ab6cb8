import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrderReader } from '../persistence/postgres/order-reader';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { createListProducts } from './list-products';

const catalogue = createPostgresOrderReader({ database: connectThroughProxy(readEnvironment(...databaseVariables)) });

export const handler = apiHandler('GET /products', createListProducts({ catalogue }));
