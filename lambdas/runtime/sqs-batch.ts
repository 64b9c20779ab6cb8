import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { DeadLetters } from '../ports/dead-letters';
import type { MessageVisibility } from '../ports/message-visibility';
import { delayAfterReceive, type GrowingDelay } from '../resilience/backoff';
import { PoisonMessageError } from './poison-message';
import { logger, metrics } from './powertools';

export interface QueueMessage {
  readonly body: string;
  readonly traceHeader: string | undefined;
}

/** Said out loud, so that a consumer which forgets to await, and so answers nothing, has not succeeded. */
export type HandleMessage = (message: QueueMessage) => Promise<'done'>;

export interface SqsBatchOptions {
  readonly consumer: string;
  readonly handle: HandleMessage;
  readonly deadLetters: DeadLetters;
  readonly visibility: MessageVisibility;
  readonly retry: GrowingDelay;
  /** @default Math.random */
  readonly random?: () => number;
}

/** Waits after receives 1 and 2; the third is the last, see the queue's redrive policy. */
export const queueRetry = (scale: number): GrowingDelay => ({ delaysSeconds: [60, 300], jitter: 0.2, scale });

/**
 * Makes a Lambda handler of a consumer. Each record stands for itself: one that fails is hidden for a growing
 * delay and reported alone, one that can never succeed goes to the dead letters at once.
 */
export const sqsBatch =
  (options: SqsBatchOptions) =>
  async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const response = await processPartialResponse(
      event,
      (record: SQSRecord) => handleRecord(record, options),
      new BatchProcessor(EventType.SQS),
      // Thrown away, a full failure would have to be told from "all is well" by whoever catches it.
      { context, throwOnFullBatchFailure: false },
    );
    return withKnownRecords(response);
  };

async function handleRecord(record: SQSRecord, options: SqsBatchOptions): Promise<void> {
  const { consumer, handle } = options;
  const facts = { consumer, messageId: record.messageId, orderId: orderIdIn(record.body) };
  try {
    const outcome: unknown = await handle({ body: record.body, traceHeader: traceHeaderOf(record) });
    if (outcome !== 'done') {
      throw new Error(`${consumer} answered ${String(outcome)} where 'done' was expected`);
    }
    report(consumer, 'done');
  } catch (error) {
    try {
      await settle(record, options, error);
      report(consumer, 'poison');
      logger.error('buried a poison message', { ...facts, error: error as Error });
    } catch (failure) {
      report(consumer, 'failed');
      logger.error('a record failed', { ...facts, receive: receiveOf(record), error: failure as Error });
      // The batch utility passes over what is no Error, and with it the whole batch.
      throw failure instanceof Error ? failure : new Error(`${consumer} threw a value that is no error`);
    }
  }
}

/** Returns when the record may be acknowledged, and throws when it must be delivered again. */
async function settle(record: SQSRecord, options: SqsBatchOptions, error: unknown): Promise<void> {
  try {
    if (!(error instanceof PoisonMessageError)) {
      throw error;
    }
    await options.deadLetters.send({
      body: record.body,
      messageId: record.messageId,
      reason: error.reason,
      traceHeader: traceHeaderOf(record),
    });
  } catch (failure) {
    await hide(record, options);
    throw failure;
  }
}

async function hide(record: SQSRecord, { visibility, retry, random = Math.random }: SqsBatchOptions): Promise<void> {
  try {
    await visibility.hideFor(record.receiptHandle, delayAfterReceive(receiveOf(record), retry, random()));
  } catch (error) {
    // It comes back all the same, when the queue's own time-out has passed.
    logger.warn('could not delay a failed record', { messageId: record.messageId, error: error as Error });
  }
}

/** A failure that names no record would be taken for none by some, and for all by others: fail the batch instead. */
function withKnownRecords({ batchItemFailures }: SQSBatchResponse): SQSBatchResponse {
  if (batchItemFailures.some(({ itemIdentifier }) => typeof itemIdentifier !== 'string' || itemIdentifier === '')) {
    throw new Error('a failed record has no message id, so the whole batch has to be delivered again');
  }
  return { batchItemFailures };
}

const receiveOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount ?? 1) || 1;

const traceHeaderOf = ({ attributes }: SQSRecord): string | undefined => attributes?.AWSTraceHeader;

/** By its form and not by parsing: a message that cannot be parsed must be found in the log too. */
const orderIdIn = (body: string): string | undefined => /"(?:orderId|name)":\s*"([0-9a-f-]{36})"/.exec(body)?.[1];

function report(consumer: string, outcome: 'done' | 'poison' | 'failed'): void {
  const metric = metrics.singleMetric();
  metric.addDimensions({ consumer, outcome });
  metric.addMetric('RecordOutcome', MetricUnit.Count, 1);
}
