import { v5 as uuidv5 } from 'uuid';

/** Names this application's customers; a constant for good, since every order id is derived from it. */
const CUSTOMERS = 'a4c6cf05-9bb0-4aa5-8e0e-5d2a1c1f6f3e';

/**
 * The id of the order that a customer places under an idempotency key: the same for every retry of a request.
 *
 * The key is hashed within a namespace of the customer's own, never joined with the customer's id, so that no
 * pair of customer and key can be made to look like another pair (RFC 9562, section 5.5).
 */
export const orderIdOf = ({
  customerId,
  idempotencyKey,
}: {
  readonly customerId: string;
  readonly idempotencyKey: string;
}): string => uuidv5(idempotencyKey, uuidv5(customerId, CUSTOMERS));
