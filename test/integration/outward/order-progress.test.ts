import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoOrderProgress } from '../../../lambdas/persistence/dynamodb/order-progress';
import { describeOrderProgress } from '../../support/events/order-progress.contract';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { localCloud } from '../../support/local-cloud';

const tables = new EmulatedTables(localCloud().emulator);
const client = documentClient(tables.client);
afterAll(() => tables.removeAll());

describeOrderProgress('in DynamoDB', async () =>
  createDynamoOrderProgress({ client, table: await tables.orderProgress() }),
);
