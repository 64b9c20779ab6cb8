import { type MeasuredDependency, MetricName } from '../contracts/metrics';
import { DependencyUnavailableError } from '../domain/failures';
import { measure } from './measure';

/** Counts what waits because something is away, by what that is. Anything else that was thrown is not counted. */
export function countWaiting(thrown: unknown): void {
  if (thrown instanceof DependencyUnavailableError) {
    measure(MetricName.DependencyAway, 1, { dependency: measuredDependency(thrown.dependency) });
  }
}

/** Errors name what is away in words for a person; alarms know a few. */
function measuredDependency(name: string): MeasuredDependency {
  if (name === 'postgres') {
    return 'postgres';
  }
  if (/payment.provider/.test(name)) {
    return 'payment-provider';
  }
  return name.includes('carrier') ? 'carrier' : 'other';
}
