import { FailureName } from '../../../lambdas/domain/failures';
import type { AslDefinition } from '../../support/asl/definition';

/** How often, at one state, an order is asked to come back before it is undone: the least of all states. */
export function waitsOf({ States }: AslDefinition): number {
  const waits = Object.values(States)
    .flatMap(({ Retry = [] }) => Retry)
    .filter(({ ErrorEquals }) => ErrorEquals.includes(FailureName.DependencyUnavailable))
    .map(({ MaxAttempts = 3 }) => MaxAttempts);
  if (waits.length === 0) {
    throw new Error('the definition has no policy for waiting');
  }
  return Math.min(...waits);
}
