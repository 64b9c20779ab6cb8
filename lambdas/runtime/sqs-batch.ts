import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { MetricName } from '../contracts/metrics';
import { traceIdIn } from '../contracts/trace-header';
import type { Clock } from '../ports/clock';
import { type DeadLetters, REPLAYS_ATTRIBUTE } from '../ports/dead-letters';
import type { FailureRecords } from '../ports/failure-records';
import type { MessageVisibility } from '../ports/message-visibility';
import { delayAfterReceive, type GrowingDelay } from '../resilience/backoff';
import { systemClock } from './clock';
import { countWaiting } from './dependency-signals';
import { describeFailure } from './describe-failure';
import { observed } from './invocation';
import { withLogContext } from './log-context';
import { measure } from './measure';
import { orderIdIn } from './order-id-in';
import { PoisonMessageError } from './poison-message';
import { logger } from './powertools';
import { traceHeaderIn } from './trace-in';
import { annotate, inTrace, noteError, traceHeader } from './tracing/trace';

export interface QueueMessage {
  readonly body: string;
  readonly traceHeader: string | undefined;
  /** Until the function is killed. */
  readonly remainingTimeMs: () => number;
}

/** Said out loud, so that a consumer which forgets to await, and so answers nothing, has not succeeded. */
export type HandleMessage = (message: QueueMessage) => Promise<'done'>;

export interface SqsBatchOptions {
  readonly consumer: string;
  readonly handle: HandleMessage;
  readonly deadLetters: DeadLetters;
  readonly visibility: MessageVisibility;
  /** Explain the dead letters that failures lead to. */
  readonly failures: FailureRecords;
  readonly retry: GrowingDelay;
  /** @default Math.random */
  readonly random?: () => number;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** Waits after receives 1 and 2; the third is the last, see the queue's redrive policy. */
export const queueRetry = (scale: number): GrowingDelay => ({ delaysSeconds: [60, 300], jitter: 0.2, scale });

/** How often a message is received before it is a dead letter. A test compares it with the redrive policies. */
export const receivesOf = ({ delaysSeconds }: Pick<GrowingDelay, 'delaysSeconds'>): number => delaysSeconds.length + 1;

/**
 * Makes a Lambda handler of a consumer. Each record stands for itself: one that fails is hidden for a growing
 * delay and reported alone, one that can never succeed goes to the dead letters at once. Either way it is written down
 * why, so that a dead letter can be explained.
 */
export const sqsBatch = (options: SqsBatchOptions) =>
  observed(async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const response = await processPartialResponse(
      event,
      (record: SQSRecord) => continueTrace(record, context, options),
      new BatchProcessor(EventType.SQS),
      // Thrown away, a full failure would have to be told from "all is well" by whoever catches it.
      { context, throwOnFullBatchFailure: false },
    );
    return withKnownRecords(response);
  });

/** The invocation has a trace of its own, which belongs to no record of it: each goes on with that of its message. */
const continueTrace = (record: SQSRecord, context: Context, options: SqsBatchOptions): Promise<void> => {
  const { consumer } = options;
  const annotations = {
    consumer,
    orderId: orderIdIn(record.body),
    attempt: receiveOf(record),
    replays: replaysOf(record),
  };
  return inTrace(consumer, { continues: traceHeaderOf(record), annotations }, () =>
    withLogContext({ orderId: annotations.orderId }, () => handleRecord(record, context, options)),
  );
};

async function handleRecord(record: SQSRecord, context: Context, options: SqsBatchOptions): Promise<void> {
  const { consumer, handle, clock = systemClock } = options;
  const facts = { consumer, messageId: record.messageId, orderId: orderIdIn(record.body) };
  measureArrival(consumer, record, clock.now());
  try {
    const outcome: unknown = await handle({
      body: record.body,
      traceHeader: traceHeader() ?? traceHeaderOf(record),
      remainingTimeMs: () => context.getRemainingTimeInMillis(),
    });
    if (outcome !== 'done') {
      throw new Error(`${consumer} answered ${String(outcome)} where 'done' was expected`);
    }
    report(consumer, 'done');
  } catch (error) {
    countWaiting(error);
    const settled = settle(record, options, error);
    await Promise.allSettled([settled, writeDown(record, options, { error, settled })]);
    try {
      await settled;
      report(consumer, 'poison');
      noteError(error, 'fault');
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
      replays: replaysOf(record),
      traceHeader: traceHeaderOf(record),
    });
  } catch (failure) {
    await hide(record, options);
    throw failure;
  }
}

/** The failure is what matters: that it could not be written down must not change what becomes of the record. */
async function writeDown(
  record: SQSRecord,
  { consumer, failures, retry, clock = systemClock }: SqsBatchOptions,
  { error, settled }: { readonly error: unknown; readonly settled: Promise<void> },
): Promise<void> {
  const isBuried = (): Promise<boolean> =>
    settled.then(
      () => true,
      () => false,
    );
  try {
    await failures.record({
      queue: record.eventSourceARN?.split(':').at(-1) ?? consumer,
      consumer,
      messageId: record.messageId,
      orderId: orderIdIn(record.body),
      ...describeFailure(error),
      attempt: receiveOf(record),
      isLast: receiveOf(record) >= receivesOf(retry) || (error instanceof PoisonMessageError && (await isBuried())),
      traceId: traceIdIn(traceHeaderOf(record)),
      at: clock.now().toISOString(),
    });
  } catch (failure) {
    logger.warn('could not write a failure down', { messageId: record.messageId, error: failure as Error });
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

/** How often operators have sent the message back, as their tools wrote beside it. */
const replaysOf = ({ messageAttributes }: SQSRecord): number =>
  Number(messageAttributes?.[REPLAYS_ATTRIBUTE]?.stringValue ?? 0) || 0;

/** What is in the message wins over what brought it when they differ: an event may be published again by a sweeper. */
const traceHeaderOf = ({ attributes, body }: SQSRecord): string | undefined => {
  const carried = attributes?.AWSTraceHeader;
  const written = traceHeaderIn(body);
  return written !== undefined && traceIdIn(written) !== traceIdIn(carried) ? written : carried;
};

/** How often messages have to be delivered, and how long they wait for their first delivery or their next one. */
function measureArrival(consumer: string, record: SQSRecord, now: Date): void {
  const sentAt = Number(record.attributes?.SentTimestamp);
  measure(MetricName.ReceiveCount, receiveOf(record), { consumer });
  if (sentAt > 0) {
    measure(MetricName.QueueWait, Math.max(0, now.getTime() - sentAt), { consumer }, 'Milliseconds');
  }
}

function report(consumer: string, outcome: 'done' | 'poison' | 'failed'): void {
  annotate({ outcome });
  measure(MetricName.RecordOutcome, 1, { consumer, outcome });
}
