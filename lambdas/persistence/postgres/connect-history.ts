import type { OrderHistory } from '../../ports/order-history';
import { createConsistentHistory } from '../consistent-history';
import type { ReadHandles } from './connect-reads';
import { createPostgresOrderHistory } from './order-history';

export const connectHistory = ({ read, write }: ReadHandles): OrderHistory =>
  createConsistentHistory({
    replica: createPostgresOrderHistory({ database: read }),
    writer: createPostgresOrderHistory({ database: write }),
  });
