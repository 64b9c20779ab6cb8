import type { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsDeadLetterQueue } from './sqs-dead-letter-queue';
import { createSqsQueueGauge, createSqsSourceQueue } from './sqs-source-queue';

/** A queue and its dead letters as operators handle them. Both are given by their URLs. */
export const createSqsOperatedQueue = ({
  client,
  source,
  deadLetters,
}: {
  readonly client: SQSClient;
  readonly source: string;
  readonly deadLetters: string;
}) => ({
  source: {
    ...createSqsSourceQueue({ client, queueUrl: source }),
    ...createSqsQueueGauge({ client, queueUrl: source }),
  },
  deadLetters: {
    ...createSqsDeadLetterQueue({ client, queueUrl: deadLetters }),
    ...createSqsQueueGauge({ client, queueUrl: deadLetters }),
  },
});
