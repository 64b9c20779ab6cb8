import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Books } from '../../lambdas/domain/books/books';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';
import { type DeadLetter, peekDeadLetters, readAccepted, readExecutions } from './cloud-books';
import { readDatabaseBooks } from './database-books';
import { readLedgers } from './ledgers';
import { readAbandoned, readUnpublished } from './leftovers';
import { readVisited } from './visited-states';

export interface LocalBooks {
  readonly books: Books;
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * Takes the books of a running local cloud: ours, the provider's, the carrier's, the executions and the dead letters.
 * They are of one moment only while the system is quiet.
 *
 * @param isHealed every fault is over, dead letters were sent back, and clients have repeated what had no answer
 * @param withStates with the ways that orders took which were undone, too: a call for each of them
 */
export async function readBooks(
  endpoints: Endpoints,
  { isHealed = false, withStates = false } = {},
): Promise<LocalBooks> {
  const client = emulatorClient(endpoints.emulator);
  const saga = { client: new SFNClient(client), stateMachineArn: endpoints.stateMachineArn };
  const dynamodb = new DynamoDBClient(client);
  const [database, ledgers, accepted, executions, deadLetters, unpublished] = await Promise.all([
    readDatabaseBooks(endpoints.postgres.url),
    readLedgers({ payments: endpoints.paymentProvider.ledgerUrl, shipments: endpoints.carrier.ledgerUrl }),
    readAccepted(dynamodb, endpoints.tables.intake),
    readExecutions(saga.client, saga.stateMachineArn),
    peekDeadLetters(new SQSClient(client), endpoints.queues.orderDeadLetters),
    readUnpublished(endpoints.postgres.url),
  ]);
  const inVain = deadLetters.filter(({ isPoison }) => !isPoison).map(({ orderId }) => orderId ?? 'no order');

  return {
    books: {
      ...database,
      ...ledgers,
      accepted,
      executions: withStates ? await readVisited(saga, { executions, orders: database.orders }) : executions,
      deadLettered: deadLetters.flatMap(({ orderId }) => orderId ?? []),
      leftovers: {
        unpublished,
        redrivenInVain: isHealed ? inVain : [],
        abandoned: isHealed ? await readAbandoned(dynamodb, accepted) : [],
      },
    },
    deadLetters,
  };
}
