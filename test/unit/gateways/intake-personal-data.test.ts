import { inspect } from 'node:util';
import type { AwsJsonApi, AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import { createIntakePersonalData } from '../../../lambdas/gateways/intake-personal-data';

const orderId = '3d5e9b1c-7f42-5a60-8c1d-0e9f8a7b6c5d';
const record = {
  orderId,
  customerId: 'customer-1',
  paymentMethodId: 'pm_card_visa',
  shippingAddress: {
    name: 'Ada Lovelace',
    line1: '12 St James Square',
    postalCode: 'SW1Y 4JH',
    city: 'London',
    country: 'GB',
  },
};

/** DynamoDB's own JSON, for the types that are used here. */
const attributeValue = (value: unknown): unknown =>
  typeof value === 'string'
    ? { S: value }
    : typeof value === 'number'
      ? { N: String(value) }
      : { M: Object.fromEntries(Object.entries(value ?? {}).map(([name, member]) => [name, attributeValue(member)])) };

/** DynamoDB with these records, written as its document client writes them, and answering only what is asked for. */
function setUp(records: readonly Record<string, unknown>[]) {
  const calls: AwsJsonCall[] = [];
  const aws: AwsJsonApi = {
    async read(call) {
      calls.push(call);
      const input = call.input as {
        Key: { orderId: { S: string } };
        ProjectionExpression: string;
        ExpressionAttributeNames: Record<string, string>;
      };
      const found = records.find((candidate) => candidate['orderId'] === input.Key.orderId.S);
      const attribute = input.ExpressionAttributeNames[input.ProjectionExpression] ?? '';
      return found === undefined
        ? {}
        : { Item: found[attribute] === undefined ? {} : { [attribute]: attributeValue(found[attribute]) } };
    },
  };
  return { personalData: createIntakePersonalData({ aws, table: 'intake' }), calls };
}

describe('Personal data of the intake record', () => {
  it('answers with the payment method, reading nothing else and nothing stale', async () => {
    const { personalData, calls } = setUp([record]);

    expect(await personalData.paymentMethodOf(orderId)).toBe('pm_card_visa');

    expect(calls[0]?.input).toMatchObject({
      TableName: 'intake',
      ExpressionAttributeNames: { '#attribute': 'paymentMethodId' },
      ConsistentRead: true,
    });
  });

  it.each([{ line2: undefined }, { line2: 'First floor' }])('answers with the address, with %j', async ({ line2 }) => {
    const address = { ...record.shippingAddress, ...(line2 === undefined ? {} : { line2 }) };
    const { personalData } = setUp([{ ...record, shippingAddress: address }]);

    expect(await personalData.shippingAddressOf(orderId)).toEqual(address);
  });

  it.each([
    { what: 'the record is gone', records: [] },
    { what: 'its personal data was erased', records: [{ orderId }] },
    {
      what: 'it does not have the agreed shape',
      records: [{ ...record, shippingAddress: { name: 'Ada Lovelace' }, paymentMethodId: 7 }],
    },
  ])('fails without a retry, and tells nothing, when $what', async ({ records }) => {
    const { personalData } = setUp(records);

    for (const read of [personalData.paymentMethodOf(orderId), personalData.shippingAddressOf(orderId)]) {
      const error: unknown = await read.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'InvalidInputError', message: expect.stringContaining(orderId) });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('Lovelace');
    }
  });
});
