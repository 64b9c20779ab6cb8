import { IdempotencyItemAlreadyExistsError } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Knows its own record again. The SDK repeats a write whose answer was lost, and the repetition finds the record that
 * the first one wrote: taken for another caller's, it would lock the caller out of the very request that it makes,
 * until the time of its function is over.
 *
 * A record has no owner. What tells two apart is until when each is in progress, and a fraction of a millisecond added
 * by chance tells apart those whose functions end at the same moment.
 */
class OwnRecordsKnown extends DynamoDBPersistenceLayer {
  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    if (record.inProgressExpiryTimestamp !== undefined) {
      record.inProgressExpiryTimestamp += Math.random();
    }
    try {
      await super._putRecord(record);
    } catch (error) {
      if (!(error instanceof IdempotencyItemAlreadyExistsError) || !isSame(record, error.existingRecord)) {
        throw error;
      }
    }
  }
}

const isSame = (record: IdempotencyRecord, existing: IdempotencyRecord | undefined): boolean =>
  record.inProgressExpiryTimestamp !== undefined &&
  record.inProgressExpiryTimestamp === existing?.inProgressExpiryTimestamp;

/** Powertools' own attribute names are kept: the table's key is `id`, its time to live `expiration`. */
export const createIdempotencyStore = ({
  client,
  table,
}: {
  readonly client: DynamoDBClient;
  readonly table: string;
}): BasePersistenceLayer => new OwnRecordsKnown({ tableName: table, awsSdkV3Client: client });
