import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';

/** Enough to see what it is that does not end. */
const EXECUTIONS_MAX = 10;

/** What keeps the system from being quiet, one line each, for a person who has to find out why. */
export async function whatIsLeft({ emulator, queues, stateMachineArn }: Endpoints): Promise<readonly string[]> {
  const client = emulatorClient(emulator);
  const sfn = new SFNClient(client);
  const sqs = new SQSClient(client);
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: EXECUTIONS_MAX }),
  );
  return [
    ...(await Promise.all(executions.map(({ executionArn = '' }) => stateOf(sfn, executionArn)))),
    ...(await Promise.all(Object.entries(queues).map(([name, url]) => messagesIn(sqs, name, url)))).flat(),
  ];
}

async function stateOf(sfn: SFNClient, executionArn: string): Promise<string> {
  const { name, startDate } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { events = [] } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 100 }),
  );
  const state = events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
  const failure = events.find(({ taskFailedEventDetails }) => taskFailedEventDetails !== undefined);
  return (
    `order ${name}: since ${startDate?.toISOString()}, in ${state?.stateEnteredEventDetails?.name}, ` +
    `${events.length} events, last failure ${failure?.taskFailedEventDetails?.error ?? 'none'}`
  );
}

async function messagesIn(sqs: SQSClient, name: string, QueueUrl: string): Promise<readonly string[]> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  const visible = Number(Attributes['ApproximateNumberOfMessages']);
  const hidden = Number(Attributes['ApproximateNumberOfMessagesNotVisible']);
  return visible + hidden === 0 ? [] : [`queue ${name}: ${visible} messages visible, ${hidden} hidden`];
}
