import { InvalidArgumentError } from 'commander';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id of an order as all stores write it.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function orderId(text: string): string {
  const id = text.toLowerCase();
  if (!UUID.test(id)) {
    throw new InvalidArgumentError('expected the whole id of an order, a UUID');
  }
  return id;
}
