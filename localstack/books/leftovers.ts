import { createHash } from 'node:crypto';
import { type DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Leftovers } from '../../lambdas/domain/books/books';
import { withSession } from '../postgres/with-session';

const WAITING = `
  SELECT order_id AS "orderId", sequence FROM outbox JOIN order_events USING (event_id)
   WHERE parked_at IS NULL ORDER BY order_id, sequence`;

/** Events that wait to be published. Those that the bus refuses for good are parked: operators know of them. */
export const readUnpublished = (connectionString: string): Promise<Leftovers['unpublished']> =>
  withSession(
    connectionString,
    async (session) => (await session.query<Leftovers['unpublished'][number]>(WAITING)).rows,
  );

/**
 * Requests for orders that are in progress for longer than a function lives. One whose order was accepted is not among
 * them: its answer was given and only the record of it got lost, which the intake record makes up for.
 */
export async function readAbandoned(dynamodb: DynamoDBClient, accepted: readonly string[]): Promise<readonly string[]> {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const [TableName] = TableNames.filter((name) => /Idempotency/.test(name));
  if (TableName === undefined) {
    throw new Error('the local cloud has no table of idempotency records');
  }
  const known = new Set(accepted.map(recordKeyOf));
  const abandoned: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName, ConsistentRead: true })) {
    for (const { id, status, in_progress_expiration: until } of Items) {
      const [operation = '', key = ''] = (id?.S ?? '').split('#');
      if (
        operation === 'place-order' &&
        status?.S === 'INPROGRESS' &&
        Number(until?.N) < Date.now() &&
        !known.has(key)
      ) {
        abandoned.push(key);
      }
    }
  }
  return abandoned;
}

/** How Powertools names the record of a request: see `lambdas/runtime/idempotency.ts`. */
export const recordKeyOf = (orderId: string): string =>
  createHash('sha256').update(JSON.stringify(orderId)).digest('base64');
