import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionHistory } from '../ports/execution-history';
import { whenAvailable } from '../runtime/aws-availability';
import { executionArnOf } from './execution-arn';
import { executionOnRecord } from './execution-on-record';

/** The largest page that Step Functions gives. */
const PAGE = 1_000;
/** An order has some dozens of events; one that waited for half an hour in every step has some thousands. */
const MOST_PAGES = 10;

export interface Saga {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}

/** @returns undefined when no execution has begun for the order, or it is no longer kept */
export type ReadHistory = (orderId: string) => Promise<readonly HistoryEvent[] | undefined>;

/** What Step Functions has written down of an order's execution. One that has more pages is cut off. */
export const createReadHistory =
  ({ client, stateMachineArn }: Saga, { mostPages }: { readonly mostPages: number }): ReadHistory =>
  async (orderId) => {
    const executionArn = executionArnOf(stateMachineArn, orderId);
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    try {
      for (let page = 0; page === 0 || (nextToken !== undefined && page < mostPages); page += 1) {
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
    return events;
  };

/** The same, as a timeline reads it. */
export const executionsFrom = (read: ReadHistory): ExecutionHistory => ({
  async executionOf(orderId) {
    const events = await read(orderId);
    return events === undefined ? undefined : executionOnRecord(events);
  },
});

export const createSfnExecutionHistory = (saga: Saga): ExecutionHistory =>
  executionsFrom(createReadHistory(saga, { mostPages: MOST_PAGES }));
