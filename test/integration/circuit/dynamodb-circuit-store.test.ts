import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createDynamoDbCircuitStore } from '../../../lambdas/gateways/dynamodb-circuit-store';
import { emulatorClient } from '../../../localstack/aws';
import { describeCircuitStore } from '../../support/circuit/circuit-store.contract';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { localCloud } from '../../support/local-cloud';

const { emulator } = localCloud();
const tables = new EmulatedTables(emulator);
afterAll(() => tables.removeAll());

const apiAt = (endpoint: string) => {
  const { region, credentials } = emulatorClient(endpoint);
  return createAwsJsonApi({ region, endpoint, credentials: () => credentials });
};

describeCircuitStore('in DynamoDB', async () =>
  createDynamoDbCircuitStore({ aws: apiAt(emulator), table: await tables.circuits() }),
);

describe('A store of circuits that cannot be used', () => {
  it('fails where nothing listens, without having claimed to write', async () => {
    const store = createDynamoDbCircuitStore({ aws: apiAt('http://127.0.0.1:9'), table: 'circuits' });

    await expect(store.find('carrier')).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
    await expect(store.replace('carrier', 0, { kind: 'open', epoch: 1, until: 1 })).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
    });
  });

  it('fails where there is no such table', async () => {
    const store = createDynamoDbCircuitStore({ aws: apiAt(emulator), table: 'no-such-table' });

    await expect(store.find('carrier')).rejects.toThrow('ResourceNotFoundException');
    await expect(store.replace('carrier', 0, { kind: 'open', epoch: 1, until: 1 })).rejects.toThrow(
      'ResourceNotFoundException',
    );
  });
});
