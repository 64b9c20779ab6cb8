import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { AWS_CLIENT_BOUNDS } from '../../../lambdas/runtime/aws-client-bounds';
import { emulatorClient } from '../../../localstack/aws';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { describeIntakeStore } from '../../support/intake/intake-store-contract';
import { intakeRecord } from '../../support/intake/order-mother';
import { localCloud } from '../../support/local-cloud';

const tables = new EmulatedTables(localCloud().emulator);
afterAll(() => tables.removeAll());

describeIntakeStore('in DynamoDB', async () =>
  createDynamoIntakeStore({ client: documentClient(tables.client), table: await tables.intake() }),
);

describe('An intake store whose table is away', () => {
  it('says so, for every call', async () => {
    const nowhere = new DynamoDBClient({ ...emulatorClient('http://127.0.0.1:9'), ...AWS_CLIENT_BOUNDS });
    const store = createDynamoIntakeStore({ client: documentClient(nowhere), table: 'intake' });
    const { orderId } = intakeRecord();

    for (const call of [
      () => store.putIfNew(intakeRecord()),
      () => store.find(orderId),
      () => store.markEnqueued(orderId, new Date()),
      () => store.findNotStarted({ acceptedBefore: new Date(), limit: 1 }),
      () => store.findForgotten(new Date())[Symbol.asyncIterator]().next(),
    ]) {
      await expect(call()).rejects.toBeInstanceOf(DependencyUnavailableError);
    }
  });
});
