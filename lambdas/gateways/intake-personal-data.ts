import * as z from 'zod/mini';
import { InvalidInputError } from '../domain/failures';
import type { ShippingAddress } from '../ports/carrier';
import type { PersonalData } from '../ports/personal-data';
import { keepConfidential } from '../runtime/log-context';
import type { AwsJsonApi } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

const text = z.object({ S: z.string() });

const paymentMethodItem = z.object({ Item: z.object({ paymentMethodId: text }) });

const addressItem = z.object({
  Item: z.object({
    shippingAddress: z.object({
      M: z.object({ name: text, line1: text, line2: z.optional(text), postalCode: text, city: text, country: text }),
    }),
  }),
});

/** Two attributes of the intake record, each read by the one step that needs it and kept nowhere. */
export function createIntakePersonalData({
  aws,
  table,
}: {
  readonly aws: AwsJsonApi;
  readonly table: string;
}): PersonalData {
  /** @throws InvalidInputError when the record or the attribute is not there: it must outlive the saga */
  const read = async <Item>(
    orderId: string,
    attribute: string,
    schema: { safeParse(answer: unknown): { success: true; data: Item } | { success: false } },
  ): Promise<Item> => {
    const answer = await aws.read({
      service: 'dynamodb',
      target: 'DynamoDB_20120810.GetItem',
      jsonVersion: '1.0',
      input: {
        TableName: table,
        Key: { orderId: { S: orderId } },
        ProjectionExpression: '#attribute',
        ExpressionAttributeNames: { '#attribute': attribute },
        ConsistentRead: true,
      },
      timeoutMs: CALL_TIMEOUT_MS.readIntakeRecord,
    });
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      // Without the parser's own words: they could quote what is personal.
      throw new InvalidInputError(`the intake record of order ${orderId} has no usable ${attribute}`);
    }
    return parsed.data;
  };

  return {
    async paymentMethodOf(orderId) {
      const { Item } = await read(orderId, 'paymentMethodId', paymentMethodItem);
      keepConfidential(Item.paymentMethodId.S);
      return Item.paymentMethodId.S;
    },
    async shippingAddressOf(orderId): Promise<ShippingAddress> {
      const { Item } = await read(orderId, 'shippingAddress', addressItem);
      const { name, line1, line2, postalCode, city, country } = Item.shippingAddress.M;
      const address = {
        name: name.S,
        line1: line1.S,
        ...(line2 === undefined ? {} : { line2: line2.S }),
        postalCode: postalCode.S,
        city: city.S,
        country: country.S,
      };
      keepConfidential(address);
      return address;
    },
  };
}
