import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KIND_INDEX, TARGET_INDEX } from '../../../lambdas/persistence/dynamodb/delivery-item';
import { ACTIONS_INDEX } from '../../../lambdas/persistence/dynamodb/failure-record-item';
import { NOT_STARTED_INDEX } from '../../../lambdas/persistence/dynamodb/intake-item';
import { emulatorClient } from '../../../localstack/aws';

type Attributes = { readonly [name: string]: 'S' };

/** Tables of a test's own in an emulator that others use as well. */
export class EmulatedTables {
  readonly client: DynamoDBClient;
  readonly #made: string[] = [];

  constructor(emulator: string) {
    this.client = new DynamoDBClient(emulatorClient(emulator));
  }

  intake(): Promise<string> {
    return this.#create({ orderId: 'S', notStarted: 'S', acceptedAt: 'S' }, 'orderId', {
      GlobalSecondaryIndexes: [
        {
          IndexName: NOT_STARTED_INDEX,
          KeySchema: [
            { AttributeName: 'notStarted', KeyType: 'HASH' },
            { AttributeName: 'acceptedAt', KeyType: 'RANGE' },
          ],
          Projection: {
            ProjectionType: 'INCLUDE',
            NonKeyAttributes: ['customerId', 'lines', 'expectedTotal', 'traceHeader', 'enqueuedAt', 'startedAt'],
          },
        },
      ],
    });
  }

  idempotency(): Promise<string> {
    return this.#create({ id: 'S' }, 'id', {});
  }

  circuits(): Promise<string> {
    return this.#create({ dependency: 'S' }, 'dependency', {});
  }

  failureRecords(): Promise<string> {
    const { name, partition } = ACTIONS_INDEX;
    const index = {
      IndexName: name,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' as const },
        { AttributeName: 'moment', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    };
    const attributes = { subject: 'S', moment: 'S', [partition]: 'S' } as const;
    return this.#create(attributes, 'subject', { GlobalSecondaryIndexes: [index] }, 'moment');
  }

  /** As `lib/constructs/order-progress-table.ts` makes it. */
  orderProgress(): Promise<string> {
    return this.#create({ orderId: 'S' }, 'orderId', {});
  }

  webhookEndpoints(): Promise<string> {
    return this.#create({ endpointId: 'S' }, 'endpointId', {});
  }

  deliveries(): Promise<string> {
    const indexes = [TARGET_INDEX, KIND_INDEX].map(({ name, partition }) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' as const },
        { AttributeName: 'moment', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    }));
    const attributes = {
      ...({ subject: 'S', moment: 'S' } as const),
      ...({ [TARGET_INDEX.partition]: 'S', [KIND_INDEX.partition]: 'S' } as const),
    };
    return this.#create(attributes, 'subject', { GlobalSecondaryIndexes: indexes }, 'moment');
  }

  async removeAll(): Promise<void> {
    for (const TableName of this.#made) {
      await this.client.send(new DeleteTableCommand({ TableName }));
    }
    this.client.destroy();
  }

  async #create(
    attributes: Attributes,
    key: string,
    more: Pick<ConstructorParameters<typeof CreateTableCommand>[0], 'GlobalSecondaryIndexes'>,
    sort?: string,
  ): Promise<string> {
    const TableName = `test-${randomUUID()}`;
    await this.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: Object.entries(attributes).map(([AttributeName, AttributeType]) => ({
          AttributeName,
          AttributeType,
        })),
        KeySchema: [
          { AttributeName: key, KeyType: 'HASH' },
          ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
        ],
        ...more,
      }),
    );
    this.#made.push(TableName);
    return TableName;
  }
}
