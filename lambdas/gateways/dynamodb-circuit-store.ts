import * as z from 'zod/mini';
import type { CircuitState } from '../resilience/circuit-state';
import type { CircuitRecord, CircuitStore } from '../resilience/circuit-store';
import type { AwsJsonApi, AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

const text = z.object({ S: z.string() });
/** DynamoDB writes numbers as text. */
const number = z.object({ N: z.coerce.number() });
const common = { version: number, epoch: number };

const itemSchema = z.union([
  z.object({ kind: z.object({ S: z.literal('closed') }), ...common, failures: number }),
  z.object({ kind: z.object({ S: z.literal('open') }), ...common, openUntil: number }),
  z.object({ kind: z.object({ S: z.literal('half-open') }), ...common, leaseId: text, leaseExpiresAt: number }),
]);

const answerSchema = z.object({ Item: z.optional(itemSchema) });

/** Circuits in a DynamoDB table whose key is `dependency`: one small item each, which never expires. */
export function createDynamoDbCircuitStore({
  aws,
  table,
}: {
  readonly aws: AwsJsonApi & AwsJsonWrites;
  readonly table: string;
}): CircuitStore {
  const call = (operation: 'GetItem' | 'PutItem', input: Readonly<Record<string, unknown>>, timeoutMs: number) => ({
    service: 'dynamodb',
    target: `DynamoDB_20120810.${operation}`,
    jsonVersion: '1.0' as const,
    input: { TableName: table, ...input },
    timeoutMs,
  });

  return {
    async find(dependency) {
      const input = { Key: { dependency: { S: dependency } }, ConsistentRead: true };
      const { Item: item } = answerSchema.parse(await aws.read(call('GetItem', input, CALL_TIMEOUT_MS.readCircuit)));
      return item === undefined ? undefined : recordOf(item);
    },

    replace(dependency, expectedVersion, state) {
      const condition =
        expectedVersion === 0
          ? { ConditionExpression: 'attribute_not_exists(dependency)' }
          : {
              ConditionExpression: 'version = :expected',
              ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
            };
      const item = {
        dependency: { S: dependency },
        version: { N: String(expectedVersion + 1) },
        kind: { S: state.kind },
        epoch: { N: String(state.epoch) },
        ...attributesOf(state),
      };
      return aws.writeIf(call('PutItem', { Item: item, ...condition }, CALL_TIMEOUT_MS.writeCircuit));
    },
  };
}

function attributesOf(state: CircuitState): Readonly<Record<string, unknown>> {
  switch (state.kind) {
    case 'closed':
      return { failures: { N: String(state.failures) } };
    case 'open':
      return { openUntil: { N: String(state.until) } };
    case 'half-open':
      return { leaseId: { S: state.lease.id }, leaseExpiresAt: { N: String(state.lease.expiresAt) } };
  }
}

function recordOf(item: z.infer<typeof itemSchema>): CircuitRecord {
  const version = item.version.N;
  const epoch = item.epoch.N;
  if ('failures' in item) {
    return { version, state: { kind: 'closed', epoch, failures: item.failures.N } };
  }
  if ('openUntil' in item) {
    return { version, state: { kind: 'open', epoch, until: item.openUntil.N } };
  }
  const lease = { id: item.leaseId.S, expiresAt: item.leaseExpiresAt.N };
  return { version, state: { kind: 'half-open', epoch, lease } };
}
