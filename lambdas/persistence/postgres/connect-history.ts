import { setTimeout as pause } from 'node:timers/promises';
import type { ReadObserver } from '../../ports/consistent-orders';
import type { OrderHistory } from '../../ports/order-history';
import { systemClock } from '../../runtime/clock';
import { createConsistentHistory } from '../consistent-history';
import type { ReadHandles } from './connect-reads';
import { createPostgresOrderHistory } from './order-history';

/** @param observer is told which of the two has answered */
export const connectHistory = ({ read, write }: ReadHandles, observer: ReadObserver): OrderHistory =>
  createConsistentHistory({
    replica: createPostgresOrderHistory({ database: read }),
    writer: createPostgresOrderHistory({ database: write }),
    clock: systemClock,
    pause,
    observer,
  });
