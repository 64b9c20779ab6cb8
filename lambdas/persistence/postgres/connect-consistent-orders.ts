import { setTimeout as pause } from 'node:timers/promises';
import type { ConsistentOrders } from '../../ports/consistent-orders';
import { systemClock } from '../../runtime/clock';
import { readSignals } from '../../runtime/read-signals';
import { createReadYourWrites } from '../read-your-writes';
import { connectReads, type ReadEnvironment, type ReadHandles } from './connect-reads';
import { createPostgresOrderReader } from './order-reader';

/** Orders and catalogue for one execution environment: from the replica, unless the caller has seen more. */
export function connectConsistentOrders(
  environment: ReadEnvironment,
  { read, write }: ReadHandles = connectReads(environment),
): ConsistentOrders {
  return createReadYourWrites({
    replica: createPostgresOrderReader({ database: read }),
    writer: createPostgresOrderReader({ database: write }),
    clock: systemClock,
    pause,
    observer: readSignals,
  });
}
