import { canonicalJson } from '../../contracts/canonical-json';
import { type OrderMessage, orderMessageSchema } from '../../contracts/order-message';
import type { IntakeStore } from '../../ports/intake-store';
import { messageOf } from '../enqueue-order';

const MEMBERS = Object.keys(orderMessageSchema.shape) as readonly (keyof OrderMessage)[];

/**
 * Whether an order message says what its customer was told is accepted. Whoever writes one by hand would decide otherwise
 * whose order it is, what is sent, and how much is taken for it: the saga believes its message.
 *
 * Without the record there is nothing to hold it against, and nobody needs it: the means of payment and the address are in
 * the record alone, so the saga of such a message could do nothing but fail.
 *
 * @returns why not, with what should be there instead, or undefined
 * @throws when the record cannot be read: then nobody knows
 */
export async function refusalOfOrder(
  { intake }: { readonly intake: Pick<IntakeStore, 'find'> },
  message: OrderMessage,
): Promise<string | undefined> {
  const record = await intake.find(message.orderId);
  if (record === undefined) {
    return `the record of what was accepted as order ${message.orderId} is gone, and nothing can carry it without`;
  }
  const accepted = messageOf(record);
  const differences = MEMBERS.filter((member) => textOf(message[member]) !== textOf(accepted[member])).map(
    (member) => `${member} (should be ${textOf(accepted[member])})`,
  );
  return differences.length === 0
    ? undefined
    : `the payload should say what the customer placed, and says something else at ${differences.join(', ')}`;
}

const textOf = (value: unknown): string => (value === undefined ? 'left out' : canonicalJson(value));
