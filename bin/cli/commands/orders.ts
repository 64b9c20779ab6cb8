import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { Command, InvalidArgumentError } from 'commander';
import { createSfnExecutions } from '../../../lambdas/gateways/sfn-executions';
import { createFindStuckOrders, type StuckOrder } from '../../../lambdas/operations/find-stuck-orders';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import { createPostgresUnfinishedOrders } from '../../../lambdas/persistence/postgres/stuck-orders';
import { systemClock } from '../../../lambdas/runtime/clock';
import { emulatorClient } from '../../../localstack/aws';
import type { Endpoints } from '../../../localstack/endpoints';
import { duration } from '../duration';
import { runningCloud, withStateDirectory } from '../running-cloud';
import { stuckOrdersTable } from '../stuck-orders-table';

interface ListOptions {
  readonly stateDirectory?: string;
  readonly stuck: true;
  readonly olderThan: number;
  readonly limit: number;
  readonly json?: true;
}

/** An order of the local cloud takes seconds; in AWS it may wait half an hour for a provider. */
const DEFAULT_BOUND_SECONDS = 60;

export const ordersCommand = (): Command =>
  new Command('orders').description('finds orders').addCommand(
    withStateDirectory(new Command('list'))
      .description('lists orders that are not final although they should be')
      .requiredOption('--stuck', 'every order that is not final after its bound, or needs repair')
      .option('--older-than <time>', 'the bound, from acceptance, e.g. 90s, 15m, 1h', duration, DEFAULT_BOUND_SECONDS)
      .option('--limit <n>', 'at most so many', count, 100)
      .option('--json', 'as JSON, for scripts')
      .action(async (options: ListOptions) => {
        const orders = await findStuck(runningCloud(options), options);
        console.log(options.json ? JSON.stringify(orders, null, 2) : stuckOrdersTable(orders));
      }),
  );

async function findStuck(endpoints: Endpoints, { olderThan, limit }: ListOptions): Promise<readonly StuckOrder[]> {
  const { postgres, emulator, tables, stateMachineArn } = endpoints;
  const client = emulatorClient(emulator);
  const database = connectThroughProxy({
    DATABASE_HOST: postgres.host,
    DATABASE_PORT: postgres.port,
    DATABASE_NAME: postgres.database,
    DATABASE_USER: postgres.user,
    DATABASE_PASSWORD: postgres.password,
    DATABASE_AUTH: 'password',
  });
  const findStuckOrders = createFindStuckOrders({
    intake: createDynamoIntakeStore({ client: documentClient(new DynamoDBClient(client)), table: tables.intake }),
    orders: createPostgresUnfinishedOrders({ database }),
    executions: createSfnExecutions({ client: new SFNClient(client), stateMachineArn }),
    clock: systemClock,
  });
  try {
    return await findStuckOrders({ olderThanMs: olderThan * 1_000, limit });
  } finally {
    await database.close();
  }
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1, got '${text}'`);
  }
  return value;
}
