import type { MetricSamples } from './metric-samples';

interface EmulatedMessage {
  /** Seconds. */
  readonly SentTimestamp: number;
}

type Answer = { readonly messages: Record<string, Record<string, Record<string, readonly EmulatedMessage[]>>> };

const MINUTE_MS = 60_000;

/**
 * What CloudWatch would have measured of the queues. The emulator measures nothing, but shows the messages that are in
 * its queues and when each was sent, so how many there were and how old is known for every minute that counts.
 */
export async function observeQueues(
  emulator: string,
  samples: MetricSamples,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const response = await fetch(`${emulator}/_ministack/sqs/messages`);
  if (!response.ok) {
    throw new Error(`the emulator does not show its messages (status ${response.status})`);
  }
  const { messages } = (await response.json()) as Answer;
  for (const queues of Object.values(messages).flatMap((regions) => Object.values(regions))) {
    for (const [url, waiting] of Object.entries(queues)) {
      const sentAt = waiting.map(({ SentTimestamp }) => SentTimestamp * 1_000);
      const metric = (name: string) => ({
        namespace: 'AWS/SQS',
        name,
        dimensions: { QueueName: url.split('/').at(-1) ?? '' },
      });
      for (let at = to; at > from; at -= MINUTE_MS) {
        const there = sentAt.filter((sent) => sent <= at);
        samples.add(metric('ApproximateNumberOfMessagesVisible'), { at, value: there.length });
        samples.add(metric('ApproximateAgeOfOldestMessage'), {
          at,
          value: there.length === 0 ? 0 : (at - Math.min(...there)) / 1_000,
        });
      }
    }
  }
}
