import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type SagaDefinition, sagaDefinitionSchema } from './saga-definition';
import { type Walk, walkOf } from './saga-walk';

/** A saga has a handful of states with some retries each; one that has more events is cut off. */
const MOST_PAGES = 5;
const PAGE = 1_000;
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
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
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
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
      const history: HistoryEvent[] = [];
      let nextToken: string | undefined;
      try {
        for (let page = 0; page < MOST_PAGES; page += 1) {
          const answer = await client.send(
            new GetExecutionHistoryCommand({ executionArn, maxResults: PAGE, includeExecutionData: false, nextToken }),
          );
          history.push(...(answer.events ?? []));
          nextToken = answer.nextToken;
          if (nextToken === undefined) {
            break;
          }
        }
      } catch (error) {
        if (error instanceof Error && /ExecutionDoesNotExist/.test(error.name)) {
          return undefined;
        }
        throw error;
      }
      return walkOf(history);
    },
  };
}
