import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Books } from '../../lambdas/domain/books/books';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';
import { type DeadLetter, peekDeadLetters, readAccepted, readExecutions } from './cloud-books';
import { readDatabaseBooks } from './database-books';
import { readLedgers } from './ledgers';

export interface LocalBooks {
  readonly books: Books;
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * Takes the books of a running local cloud: ours, the provider's, the carrier's, the executions and the dead letters.
 * They are of one moment only while the system is quiet.
 */
export async function readBooks(endpoints: Endpoints): Promise<LocalBooks> {
  const client = emulatorClient(endpoints.emulator);
  const [database, ledgers, accepted, executions, deadLetters] = await Promise.all([
    readDatabaseBooks(endpoints.postgres.url),
    readLedgers({ payments: endpoints.paymentProvider.ledgerUrl, shipments: endpoints.carrier.ledgerUrl }),
    readAccepted(new DynamoDBClient(client), endpoints.tables.intake),
    readExecutions(new SFNClient(client), endpoints.stateMachineArn),
    peekDeadLetters(new SQSClient(client), endpoints.queues.orderDeadLetters),
  ]);

  return {
    books: {
      ...database,
      ...ledgers,
      accepted,
      executions,
      deadLettered: deadLetters.flatMap(({ orderId }) => orderId ?? []),
    },
    deadLetters,
  };
}
