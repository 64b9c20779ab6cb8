import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../../lambdas/ports/clock';
import { remembered } from '../data/remembered';
import type { ConsoleEnvironment } from '../environment';
import { createCloudWatchQueueAges } from './cloudwatch-queue-ages';
import { createLocalQueueAges } from './local-queue-ages';

/** In seconds, by the names of queues as operators call them. One that is not known is not there. */
export type QueueAges = () => Promise<Readonly<Record<string, number>>>;

export interface AgedQueue {
  readonly name: string;
  /** As AWS calls it. */
  readonly queueName: string;
}

/** CloudWatch has a figure a minute, and each question costs. */
const CLOUDWATCH_KEEP_MS = 60_000;

/** SQS itself does not tell how old a message is: CloudWatch does, and a local cloud shows its messages. */
export function queueAges(
  client: CloudWatchClient,
  { CONSOLE_MESSAGES_URL: url, OPERATED_QUEUES }: Pick<ConsoleEnvironment, 'CONSOLE_MESSAGES_URL' | 'OPERATED_QUEUES'>,
  clock: Clock,
): QueueAges {
  const queues = OPERATED_QUEUES.map(
    ({ name, source }): AgedQueue => ({
      name,
      queueName: new URL(source).pathname.split('/').at(-1) ?? '',
    }),
  );
  return url === undefined
    ? remembered(createCloudWatchQueueAges({ client, queues, clock }), { forMs: CLOUDWATCH_KEEP_MS, clock })
    : createLocalQueueAges({ url, queues, clock });
}
