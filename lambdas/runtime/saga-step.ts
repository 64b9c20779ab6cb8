import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type SagaState, stepInputSchema } from '../contracts/saga-state';
import { InvalidInputError } from '../domain/failures';
import { LIMITS } from '../domain/limits';
import { OrderRejection } from '../domain/rejections';
import { logger, metrics, tracer } from './powertools';

/** What a step answers: small and plain, since it becomes part of the execution's history. */
export type StepResult = Readonly<Record<string, string | number | boolean>>;

export type Step = (saga: SagaState) => Promise<StepResult>;

/**
 * Makes a Lambda handler of a step: parses the input, logs and measures the outcome under the order's id,
 * and lets errors through under their own name, since Step Functions decides by it.
 *
 * @throws InvalidInputError when the input does not have the shape of `StepInput`
 */
export const sagaStep =
  (step: Step) =>
  async (event: unknown): Promise<StepResult> => {
    const parsed = stepInputSchema.safeParse(event);
    if (!parsed.success) {
      throw new InvalidInputError(
        `malformed step input at ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
      );
    }
    const { saga, state, retryCount } = parsed.data;
    logger.appendKeys({ orderId: saga.orderId, step: state, retryCount });
    tracer.putAnnotation('orderId', saga.orderId);
    const startedAt = performance.now();

    try {
      const result = await step(saga);
      if (JSON.stringify(result).length > LIMITS.stepResultBytes) {
        throw new Error(`the result of ${state} is larger than ${LIMITS.stepResultBytes} bytes`);
      }
      report(state, 'succeeded');
      logger.info('step succeeded', { durationMs: Math.round(performance.now() - startedAt) });
      return result;
    } catch (error) {
      report(state, error instanceof OrderRejection ? 'rejected' : 'failed');
      logger.warn('step did not succeed', { error: error as Error });
      throw error;
    } finally {
      metrics.publishStoredMetrics();
      logger.resetKeys();
    }
  };

function report(step: string, outcome: 'succeeded' | 'rejected' | 'failed'): void {
  metrics.addDimensions({ step, outcome });
  metrics.addMetric('StepOutcome', MetricUnit.Count, 1);
}
