import { createDynamoIntakeStore } from '../../lambdas/persistence/dynamodb/intake-store';
import { createPostgresBooks } from '../../lambdas/persistence/postgres/books-on-record';
import { createPostgresUnfinishedOrders } from '../../lambdas/persistence/postgres/stuck-orders';
import type { Clock } from '../../lambdas/ports/clock';
import type { Connections } from '../data/connect';
import type { ConsoleEnvironment } from '../environment';
import { createNotStarted } from '../orders/not-started';
import { alarmSource } from './alarm-source';
import type { FigureSources } from './gather';
import { readMinutes, readOpenOrders } from './order-figures';
import { queueAges } from './queue-ages';
import { createReadCircuits } from './read-circuits';
import { createReadDrift } from './read-drift';
import { createReadQueues } from './read-queues';

/** Where the overview's figures come from. */
export function figureSources(
  { databases: { reader }, documents, cloudWatch, queues }: Connections,
  environment: ConsoleEnvironment,
  clock: Clock,
): FigureSources {
  const intake = createDynamoIntakeStore({ client: documents, table: environment.INTAKE_TABLE });
  const notStarted = createNotStarted({ intake, orders: createPostgresUnfinishedOrders({ database: reader }), clock });
  return {
    minutes: () => readMinutes(reader, clock.now()),
    open: () => readOpenOrders(reader),
    async oldestWaiting() {
      const [oldest] = await notStarted();
      return oldest?.acceptedAt;
    },
    queues: createReadQueues({ queues, ages: queueAges(cloudWatch, environment, clock) }),
    circuits: createReadCircuits({ client: documents, table: environment.CIRCUIT_TABLE }),
    alarms: alarmSource(cloudWatch, environment, clock),
    drift: createReadDrift({ books: createPostgresBooks({ database: reader }), clock }),
  };
}
