import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import { executionOnRecord } from '../../lambdas/gateways/execution-on-record';
import type { ExecutionHistory } from '../../lambdas/ports/execution-history';
import { whenAvailable } from '../../lambdas/runtime/aws-availability';
import { inOneTurn } from '../data/in-one-turn';

/** A saga has a handful of states with some retries each; one that has more events is cut off. */
const MOST_PAGES = 5;
const PAGE = 1_000;

/** @returns undefined when no execution has begun for the order, or it is no longer kept */
export type ReadHistory = (orderId: string) => Promise<readonly HistoryEvent[] | undefined>;

/**
 * What Step Functions has written down of an order's execution. Its picture and its timeline are both made of that, so it is
 * asked for once: of all questions it is the one that AWS lets an account ask least often.
 */
export const createReadHistory = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): ReadHistory =>
  inOneTurn(async (orderId: string) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
    const history: HistoryEvent[] = [];
    let nextToken: string | undefined;
    try {
      for (let page = 0; page === 0 || (nextToken !== undefined && page < MOST_PAGES); page += 1) {
        const question = { executionArn, maxResults: PAGE, includeExecutionData: false, nextToken };
        const answer = await whenAvailable('Step Functions', () =>
          client.send(new GetExecutionHistoryCommand(question)),
        );
        history.push(...(answer.events ?? []));
        nextToken = answer.nextToken;
      }
    } catch (error) {
      if (error instanceof Error && /ExecutionDoesNotExist/.test(error.name)) {
        return undefined;
      }
      throw error;
    }
    return history;
  });

/** The same, as a timeline reads it. */
export const executionsFrom = (read: ReadHistory): ExecutionHistory => ({
  async executionOf(orderId) {
    const events = await read(orderId);
    return events === undefined ? undefined : executionOnRecord(events);
  },
});
