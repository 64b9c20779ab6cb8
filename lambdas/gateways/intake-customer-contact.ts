import * as z from 'zod/mini';
import type { CustomerContact } from '../ports/personal-data';
import { keepConfidential } from '../runtime/log-context';
import type { AwsJsonApi } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

const emailItem = z.object({ Item: z.optional(z.object({ email: z.optional(z.object({ S: z.string() })) })) });

/** One attribute of the intake record, read for each mail and kept nowhere. */
export const createIntakeCustomerContact = ({
  aws,
  table,
}: {
  readonly aws: AwsJsonApi;
  readonly table: string;
}): CustomerContact => ({
  async emailOf(orderId) {
    const answer = await aws.read({
      service: 'dynamodb',
      target: 'DynamoDB_20120810.GetItem',
      jsonVersion: '1.0',
      input: {
        TableName: table,
        Key: { orderId: { S: orderId } },
        ProjectionExpression: 'email',
        ConsistentRead: true,
      },
      timeoutMs: CALL_TIMEOUT_MS.readIntakeRecord,
    });
    const parsed = emailItem.safeParse(answer);
    const email = parsed.success ? parsed.data.Item?.email?.S : undefined;
    keepConfidential(email);
    return email;
  },
});
