import type { AwsJsonApi, AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import { createIntakeCustomerContact } from '../../../lambdas/gateways/intake-customer-contact';

const orderId = '3d5e9b1c-7f42-5a60-8c1d-0e9f8a7b6c5d';

function contactOver(answer: unknown) {
  const calls: AwsJsonCall[] = [];
  const aws: AwsJsonApi = {
    async read(call) {
      calls.push(call);
      return answer;
    },
  };
  return { contact: createIntakeCustomerContact({ aws, table: 'intake' }), calls };
}

describe('Where a customer wants to hear of an order', () => {
  it('is read from the intake record, which is asked for nothing else', async () => {
    const { contact, calls } = contactOver({ Item: { email: { S: 'ada@example.com' } } });

    expect(await contact.emailOf(orderId)).toBe('ada@example.com');
    expect(calls[0]?.input).toMatchObject({ ProjectionExpression: 'email', ConsistentRead: true });
  });

  it.each([
    { what: 'the record is gone', answer: {} },
    { what: 'none was given, or it was erased', answer: { Item: {} } },
  ])('is nowhere when $what', async ({ answer }) => {
    expect(await contactOver(answer).contact.emailOf(orderId)).toBeUndefined();
  });
});
