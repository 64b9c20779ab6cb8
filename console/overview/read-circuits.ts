import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { CIRCUIT_SETTINGS } from '../../lambdas/gateways/circuit-settings';
import type { CircuitFigures } from './figures';

const itemSchema = z.object({
  kind: z.enum(['closed', 'open', 'half-open']),
  failures: z.optional(z.number()),
  openUntil: z.optional(z.number()),
});

/** The circuit of each outside service, as all functions share it. One that was never written is closed. */
export const createReadCircuits =
  ({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }) =>
  (): Promise<readonly CircuitFigures[]> =>
    Promise.all(
      Object.keys(CIRCUIT_SETTINGS).map(async (service): Promise<CircuitFigures> => {
        const { Item } = await client.send(new GetCommand({ TableName: table, Key: { dependency: service } }));
        if (Item === undefined) {
          return { service, state: 'closed', failures: 0 };
        }
        const { kind, failures = 0, openUntil } = itemSchema.parse(Item);
        const until = openUntil === undefined ? {} : { until: new Date(openUntil).toISOString() };
        return { service, state: kind, failures, ...until };
      }),
    );
