import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrdersOnRecord } from '../persistence/postgres/orders-on-record';
import { createPostgresUnfinishedOrders } from '../persistence/postgres/stuck-orders';
import { readEnvironment } from '../runtime/environment';
import { createFindUnfinishedOrders } from './find-unfinished-orders';

const database = connectThroughProxy(readEnvironment(...databaseVariables));

export const handler = createFindUnfinishedOrders({
  orders: { ...createPostgresUnfinishedOrders({ database }), ...createPostgresOrdersOnRecord({ database }) },
});
