import { CONFIRMED_WITHIN_MS, MetricName } from '../contracts/metrics';
import type { SagaState } from '../contracts/saga-state';
import { NeedsRepairError } from '../domain/failures';
import { RejectionName } from '../domain/rejections';
import { measure } from './measure';

const REASONS: readonly string[] = Object.values(RejectionName);

/**
 * How an order ended, when the step that answers is one that ends it. A step that is retried after its answer was lost
 * is counted twice: that is rare, and a metric that is a little too high beats one that is silent.
 *
 * @param answer what the step answered, or threw
 */
export function countOrderEnd(saga: SagaState, answer: unknown, now: Date): void {
  const outcome = answer instanceof NeedsRepairError ? 'NEEDS_REPAIR' : endIn(answer);
  if (outcome === undefined) {
    return;
  }
  measure(MetricName.OrderEnded, 1, { outcome });
  if (outcome === 'REJECTED') {
    const reason = REASONS.find((name) => name === saga.failure?.Error) ?? 'ProcessingFailed';
    measure(MetricName.OrderRejected, 1, { reason });
  }
  if (outcome === 'CONFIRMED') {
    const tookMs = Math.max(0, now.getTime() - Date.parse(saga.acceptedAt));
    measure(MetricName.TimeToConfirmation, tookMs, {}, 'Milliseconds');
    measure(MetricName.LateConfirmation, tookMs > CONFIRMED_WITHIN_MS ? 1 : 0);
  }
}

const ENDS = ['CONFIRMED', 'REJECTED', 'CANCELLED'];

function endIn(answer: unknown): string | undefined {
  const status = typeof answer === 'object' && answer !== null && 'status' in answer ? answer.status : undefined;
  return ENDS.find((end) => end === status);
}
