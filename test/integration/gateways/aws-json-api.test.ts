import '../../support/intake/quiet';
import { randomUUID } from 'node:crypto';
import { createApiKey } from '../../../lambdas/gateways/api-key';
import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createIntakePersonalData } from '../../../lambdas/gateways/intake-personal-data';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { systemClock } from '../../../lambdas/runtime/clock';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { intakeRecord } from '../../support/intake/order-mother';
import { localCloud } from '../../support/local-cloud';

const { emulator, region } = localCloud();
const tables = new EmulatedTables(emulator);
afterAll(() => tables.removeAll());

const aws = createAwsJsonApi({
  region,
  endpoint: emulator,
  credentials: () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
});

describe('Signed fetch over the local cloud', () => {
  it.each([{}, { line2: 'First floor' }])('reads what the intake store wrote, with %j', async (more) => {
    const table = await tables.intake();
    const record = intakeRecord();
    const { orderId, paymentMethodId } = record;
    const shippingAddress = { ...record.shippingAddress, ...more };
    const intake = createDynamoIntakeStore({ client: documentClient(tables.client), table });
    await intake.putIfNew({ ...record, shippingAddress });

    const personalData = createIntakePersonalData({ aws, table });

    expect(await personalData.paymentMethodOf(orderId)).toBe(paymentMethodId);
    expect(await personalData.shippingAddressOf(orderId)).toEqual(shippingAddress);
    await expect(personalData.paymentMethodOf(randomUUID())).rejects.toMatchObject({ name: 'InvalidInputError' });
  });

  it('fails for good when the table is not there', async () => {
    const personalData = createIntakePersonalData({ aws, table: `no-such-table-${randomUUID()}` });

    await expect(personalData.paymentMethodOf(randomUUID())).rejects.toThrow(
      'dynamodb refused DynamoDB_20120810.GetItem: ResourceNotFoundException',
    );
  });

  it('reads a key from its secret, and the next one after it was rotated', async () => {
    const secrets = (operation: string, input: Record<string, unknown>) =>
      aws.read({
        ...{ service: 'secretsmanager', target: `secretsmanager.${operation}`, jsonVersion: '1.1', timeoutMs: 5_000 },
        input,
      });
    const { ARN: secretArn } = (await secrets('CreateSecret', {
      ...{ Name: `test-${randomUUID()}`, SecretString: 'sk_test_1', ClientRequestToken: randomUUID() },
    })) as { ARN: string };
    const apiKey = createApiKey({ key: undefined, secretArn }, { aws, clock: systemClock });

    expect(await apiKey?.read()).toBe('sk_test_1');
    await secrets('PutSecretValue', {
      ...{ SecretId: secretArn, SecretString: 'sk_test_2', ClientRequestToken: randomUUID() },
    });
    apiKey?.forget();
    expect(await apiKey?.read()).toBe('sk_test_2');

    await secrets('DeleteSecret', { SecretId: secretArn, ForceDeleteWithoutRecovery: true });
  });
});
