import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionHistory } from '../ports/execution-history';
import { whenAvailable } from '../runtime/aws-availability';
import { executionOnRecord } from './execution-on-record';

/** The largest page that Step Functions gives. */
const PAGE = 1_000;
/** An order has some dozens of events; one that waited for half an hour in every step has some thousands. */
const MOST_PAGES = 10;

/** Executions are named after their orders, so one is found without a search. */
export const createSfnExecutionHistory = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): ExecutionHistory => ({
  async executionOf(orderId) {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    try {
      for (let page = 0; page === 0 || (nextToken !== undefined && page < MOST_PAGES); page += 1) {
        const answer = await whenAvailable('Step Functions', () =>
          client.send(
            new GetExecutionHistoryCommand({
              executionArn,
              maxResults: PAGE,
              includeExecutionData: false, // names and times are enough
              ...(nextToken === undefined ? {} : { nextToken }),
            }),
          ),
        );
        events.push(...(answer.events ?? []));
        nextToken = answer.nextToken;
      }
    } catch (error) {
      if (error instanceof Error && /ExecutionDoesNotExist/.test(error.name)) {
        return undefined;
      }
      throw error;
    }
    return executionOnRecord(events);
  },
});
