import { DescribeExecutionCommand, GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';

export interface ExecutionSize {
  /** What Step Functions bills of a Standard workflow. */
  readonly statesEntered: number;
  readonly inputBytes: number;
  /** Of 25,000 that an execution may have. */
  readonly historyEvents: number;
}

const PAGE = 1_000;

/** What an order's execution, which has ended, has cost. */
export async function executionSize(sfn: SFNClient, executionArn: string): Promise<ExecutionSize> {
  const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  let statesEntered = 0;
  let historyEvents = 0;
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: PAGE }));
    const events = page.events ?? [];
    historyEvents += events.length;
    statesEntered += events.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined).length;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { statesEntered, inputBytes: Buffer.byteLength(input), historyEvents };
}
