import * as z from 'zod/mini';
import type { CircuitGauges } from '../ports/circuit-gauges';
import type { AwsJsonApi } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';
import { ENDPOINT_CIRCUIT_PREFIX } from './endpoint-circuits';

const answerSchema = z.object({
  Items: z.array(
    z.object({
      dependency: z.object({ S: z.string() }),
      kind: z.object({ S: z.enum(['closed', 'open', 'half-open']) }),
    }),
  ),
});

/** Reads the table of circuits as a whole: one small item for each dependency. */
export const createDynamoDbCircuitGauges = ({
  aws,
  table,
}: {
  readonly aws: AwsJsonApi;
  readonly table: string;
}): CircuitGauges => ({
  async readCircuits() {
    const { Items: items } = answerSchema.parse(
      await aws.read({
        service: 'dynamodb',
        target: 'DynamoDB_20120810.Scan',
        jsonVersion: '1.0',
        input: { TableName: table, ConsistentRead: true },
        timeoutMs: CALL_TIMEOUT_MS.readCircuit,
      }),
    );
    // Each endpoint of a merchant has one, too: they are told of by the log of deliveries.
    const ours = items.filter(({ dependency }) => !dependency.S.startsWith(ENDPOINT_CIRCUIT_PREFIX));
    return Object.fromEntries(ours.map(({ dependency, kind }) => [dependency.S, kind.S]));
  },
});
