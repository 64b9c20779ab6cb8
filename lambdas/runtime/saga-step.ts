import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { MetricName } from '../contracts/metrics';
import { type SagaState, stepInputSchema } from '../contracts/saga-state';
import { DependencyUnavailableError, InvalidInputError } from '../domain/failures';
import { LIMITS } from '../domain/limits';
import { OrderRejection } from '../domain/rejections';
import { systemClock } from './clock';
import { countWaiting } from './dependency-signals';
import { observed } from './invocation';
import { confidentialInWork, noteOrder } from './log-context';
import { measure } from './measure';
import { countOrderEnd } from './order-end-signals';
import { logger, metrics } from './powertools';
import { redactError } from './redact';
import { annotate, inTrace } from './tracing/trace';

/** What a step answers: small and plain, since it becomes part of the execution's history. */
export type StepResult = Readonly<Record<string, string | number | boolean>>;

export type Step = (saga: SagaState) => Promise<StepResult>;

/**
 * Makes a Lambda handler of a step: parses the input, logs, measures and traces the outcome under the order's id,
 * and lets errors through under their own name, since Step Functions decides by it.
 *
 * @throws InvalidInputError when the input does not have the shape of `StepInput`
 */
export const sagaStep = (step: Step) =>
  observed(async (event: unknown): Promise<StepResult> => {
    const { saga, state, retryCount } = parseInput(event);
    noteOrder(saga.orderId);
    logger.appendKeys({ step: state, retryCount });
    const startedAt = performance.now();
    const report = (outcome: Outcome, error?: unknown): void => {
      const durationMs = Math.round(performance.now() - startedAt);
      annotate({ outcome });
      metrics.addDimensions({ step: state, outcome });
      metrics.addMetadata('orderId', saga.orderId);
      metrics.addMetric(MetricName.StepDuration, MetricUnit.Milliseconds, durationMs);
      measure(MetricName.StepRetry, retryCount > 0 ? 1 : 0, { step: state });
      countWaiting(error);
      if (outcome === 'failed' || outcome === 'waiting') {
        logger.warn(`step ${outcome}`, { durationMs, error: error as Error });
      } else {
        logger.info(`step ${outcome}`, { durationMs, ...(error instanceof Error ? { rejection: error.name } : {}) });
      }
    };

    const attempt = async (): Promise<StepResult> => {
      try {
        const result = await step(saga);
        const resultBytes = Buffer.byteLength(JSON.stringify(result));
        if (resultBytes > LIMITS.stepResultBytes) {
          throw new Error(`the result of ${state} has ${resultBytes} bytes, more than ${LIMITS.stepResultBytes}`);
        }
        report('succeeded');
        countOrderEnd(saga, result, systemClock.now());
        return result;
      } catch (error) {
        redactError(error, confidentialInWork()); // its message becomes a part of the execution's history
        report(outcomeOf(error), error);
        countOrderEnd(saga, error, systemClock.now());
        throw error;
      }
    };

    try {
      const annotations = { orderId: saga.orderId, step: state, attempt: retryCount + 1 };
      return await inTrace(state, { continues: saga.traceHeader, annotations }, attempt);
    } finally {
      metrics.publishStoredMetrics();
      logger.resetKeys();
    }
  });

/** `waiting`: a dependency is away, and nothing is wrong with the order. */
type Outcome = 'succeeded' | 'rejected' | 'waiting' | 'failed';

function outcomeOf(error: unknown): Outcome {
  if (error instanceof OrderRejection) {
    return 'rejected';
  }
  return error instanceof DependencyUnavailableError ? 'waiting' : 'failed';
}

function parseInput(event: unknown) {
  const parsed = stepInputSchema.safeParse(event);
  if (!parsed.success) {
    // Where, and never what: the input may hold anything.
    const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the input itself');
    throw new InvalidInputError(`malformed step input at ${places.join(', ')}`);
  }
  return parsed.data;
}
