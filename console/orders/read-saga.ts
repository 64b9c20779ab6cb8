import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ReadHistory } from '../../lambdas/gateways/sfn-execution-history';
import { type SagaDefinition, sagaDefinitionSchema } from './saga-definition';
import { type Walk, walkOf } from './saga-walk';

const DEFINITION_MS = 60_000;

export interface ReadSagas {
  /** The state machine that is deployed now. */
  definition(): Promise<SagaDefinition>;
  /** @returns undefined when no execution has begun for the order */
  walk(orderId: string): Promise<Walk | undefined>;
}

export function createReadSagas({
  client,
  stateMachineArn,
  readHistory,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
  readonly readHistory: ReadHistory;
}): ReadSagas {
  let kept: { readonly definition: Promise<SagaDefinition>; readonly until: number } | undefined;

  const describe = async (): Promise<SagaDefinition> => {
    const { definition = '{}' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return sagaDefinitionSchema.parse(JSON.parse(definition));
  };

  return {
    definition() {
      if (kept === undefined || kept.until < Date.now()) {
        const definition = describe();
        kept = { definition, until: Date.now() + DEFINITION_MS };
        definition.catch(() => {
          kept = undefined;
        });
      }
      return kept.definition;
    },

    async walk(orderId) {
      const history = await readHistory(orderId);
      return history === undefined ? undefined : walkOf(history);
    },
  };
}
