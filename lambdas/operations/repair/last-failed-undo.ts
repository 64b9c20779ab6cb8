import type { OperatorAction, OrderAction } from '../../ports/operator-actions';

/**
 * The undo that came last, unless it finished: who tried it and why, and where it stopped. One that says `begun` runs still, or was cut off.
 *
 * @param acts oldest first
 */
export function lastFailedUndo(acts: readonly OperatorAction[]): OrderAction | undefined {
  const last = acts.findLast((act): act is OrderAction => act.kind === 'undo');
  return last?.outcome === 'done' ? undefined : last;
}
