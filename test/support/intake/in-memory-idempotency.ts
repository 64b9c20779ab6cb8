import { IdempotencyItemAlreadyExistsError, IdempotencyItemNotFoundError } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';

interface Stored {
  readonly status: 'INPROGRESS' | 'COMPLETED';
  readonly expiryTimestamp?: number | undefined;
  readonly inProgressExpiryTimestamp?: number | undefined;
  readonly responseData?: unknown;
  readonly payloadHash?: string | undefined;
}

/** Twin of Powertools' DynamoDB layer: the same conditions on the same attributes, real key and payload hashes. */
export class InMemoryIdempotency extends BasePersistenceLayer {
  readonly records = new Map<string, Stored>();

  protected async _putRecord(record: IdempotencyRecord): Promise<void> {
    const { idempotencyKey: key, expiryTimestamp, inProgressExpiryTimestamp, payloadHash } = record;
    const existing = this.records.get(key);
    if (existing !== undefined && !this.#isLetGo(existing)) {
      throw new IdempotencyItemAlreadyExistsError('exists', this.#recordOf(key, existing));
    }
    this.records.set(key, { status: 'INPROGRESS', expiryTimestamp, inProgressExpiryTimestamp, payloadHash });
  }

  protected async _getRecord(key: string): Promise<IdempotencyRecord> {
    const existing = this.records.get(key);
    if (existing === undefined) {
      throw new IdempotencyItemNotFoundError();
    }
    return this.#recordOf(key, existing);
  }

  protected async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const { idempotencyKey: key, expiryTimestamp, responseData, payloadHash } = record;
    this.records.set(key, {
      ...this.records.get(key),
      status: 'COMPLETED',
      expiryTimestamp,
      responseData,
      payloadHash,
    });
  }

  protected async _deleteRecord({ idempotencyKey }: IdempotencyRecord): Promise<void> {
    this.records.delete(idempotencyKey);
  }

  #isLetGo({ status, expiryTimestamp, inProgressExpiryTimestamp }: Stored): boolean {
    const expired = expiryTimestamp !== undefined && expiryTimestamp < Date.now() / 1000;
    const died =
      status === 'INPROGRESS' && inProgressExpiryTimestamp !== undefined && inProgressExpiryTimestamp < Date.now();
    return expired || died;
  }

  #recordOf(idempotencyKey: string, stored: Stored): IdempotencyRecord {
    return new IdempotencyRecord({ idempotencyKey, ...stored } as ConstructorParameters<typeof IdempotencyRecord>[0]);
  }
}
