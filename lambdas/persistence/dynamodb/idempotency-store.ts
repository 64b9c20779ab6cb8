import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Powertools' own attribute names are kept: the table's key is `id`, its time to live `expiration`. */
export const createIdempotencyStore = ({
  client,
  table,
}: {
  readonly client: DynamoDBClient;
  readonly table: string;
}): BasePersistenceLayer => new DynamoDBPersistenceLayer({ tableName: table, awsSdkV3Client: client });
