import { setTimeout as sleep } from 'node:timers/promises';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from './aws';
import { readUnpublished } from './books/leftovers';
import type { Endpoints } from './endpoints';

const POLL_MS = 250;

/** Without Postgres, events that have not been published rest, as they do in a cloud that is stopped. */
type Drainable = Pick<Endpoints, 'emulator' | 'queues' | 'consumers' | 'paymentProvider'> &
  Partial<Pick<Endpoints, 'postgres'>>;

/**
 * Waits until nothing is on its way: no message in a queue (dead letters rest there), no execution running, no event
 * that the payment provider has yet to deliver. What it holds back for a test rests, too.
 *
 * @returns false when something still is after `timeoutMs`
 */
export async function drain(
  { emulator, queues, consumers, paymentProvider, postgres }: Drainable,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const sqs = new SQSClient({ ...emulatorClient(emulator), maxAttempts: 1 });
  const sfn = new SFNClient({ ...emulatorClient(emulator), maxAttempts: 1 });
  const isQuiet = async (): Promise<boolean> => {
    // Queues first: what leaves one becomes an execution, so the other order could miss it in between.
    const waiting = await Promise.all([queues.orders, queues.failedExecutions].map((url) => messagesIn(sqs, url)));
    return (
      waiting.every((count) => count === 0) &&
      (await runningExecutions(sfn)) === 0 &&
      (await areEventsSettled()) &&
      (await isEverythingPublished()) &&
      (await isEverybodyTold())
    );
  };
  /** What a busy machine could not publish in time goes with the next sweep. */
  const isEverythingPublished = async (): Promise<boolean> =>
    postgres === undefined || (await readUnpublished(postgres.url)).length === 0;
  /** After the orders, in the direction in which news of them go. What waits for its next attempt rests. */
  const isEverybodyTold = async (): Promise<boolean> => {
    const events = await Promise.all(consumers.map(({ source }) => messagesIn(sqs, source)));
    return events.every((count) => count === 0) && (await messagesIn(sqs, queues.webhooks, { delayed: false })) === 0;
  };
  /** Events on both sides of their queue: to settle one may be news to tell. */
  const areEventsSettled = async (): Promise<boolean> =>
    (await eventsOnTheirWay(paymentProvider.url)) === 0 &&
    (await messagesIn(sqs, queues.paymentEvents)) === 0 &&
    (await eventsOnTheirWay(paymentProvider.url)) === 0;

  const giveUpAt = performance.now() + timeoutMs;
  try {
    while (!(await isQuiet())) {
      if (performance.now() > giveUpAt) {
        return false;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
    return true;
  } finally {
    sqs.destroy();
    sfn.destroy();
  }
}

async function messagesIn(sqs: SQSClient, queueUrl: string, { delayed = true } = {}): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        ...(delayed ? (['ApproximateNumberOfMessagesDelayed'] as const) : []),
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

async function eventsOnTheirWay(paymentProviderUrl: string): Promise<number> {
  const answer = await fetch(`${paymentProviderUrl}/_simulator/webhooks`, { method: 'POST', body: '{}' });
  const { onTheirWay } = (await answer.json()) as { readonly onTheirWay: number };
  return onTheirWay;
}

async function runningExecutions(sfn: SFNClient): Promise<number> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  const counts = await Promise.all(
    stateMachines.map(async ({ stateMachineArn }) => {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
      );
      return executions.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
