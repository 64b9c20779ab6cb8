import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOrdersOnRecord } from '../persistence/postgres/orders-on-record';
import { createPostgresOutbox } from '../persistence/postgres/outbox';
import { createPostgresUnfinishedOrders } from '../persistence/postgres/stuck-orders';
import { readEnvironment } from '../runtime/environment';
import { createFindUnfinishedOrders } from './find-unfinished-orders';
import { createLookAfterOutbox } from './look-after-outbox';

const database = connectThroughProxy(readEnvironment(...databaseVariables));
const lookAfterOutbox = createLookAfterOutbox({ outbox: createPostgresOutbox({ database }) });
const findUnfinishedOrders = createFindUnfinishedOrders({
  orders: { ...createPostgresUnfinishedOrders({ database }), ...createPostgresOrdersOnRecord({ database }) },
});

export const handler = async (event: object) =>
  'outbox' in event ? lookAfterOutbox(event) : findUnfinishedOrders(event);
