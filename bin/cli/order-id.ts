import { InvalidArgumentError } from 'commander';
import { isOrderId } from '../../lambdas/domain/is-order-id';

/**
 * The id of an order as all stores write it.
 *
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function orderId(text: string): string {
  const id = text.toLowerCase();
  if (!isOrderId(id)) {
    throw new InvalidArgumentError('expected the whole id of an order, a UUID');
  }
  return id;
}
