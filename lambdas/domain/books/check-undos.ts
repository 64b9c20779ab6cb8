import { isUndo, UNDO_STEPS, type UndoStep } from '../undo-steps';
import type { Books, ExecutionEntry } from './books';
import type { Violation } from './violation';

/** Whoever was stopped may be anywhere on the way back. */
const STOPPED = new Set(['ABORTED', 'TIMED_OUT', 'RUNNING']);

/** The way back goes in reverse of what was done, leaves no undo out once it has begun, and ends with the last one. */
export const checkUndos = ({ executions }: Books): readonly Violation[] =>
  executions
    .map((execution) => ({ ...execution, back: (execution.visited ?? []).filter(isUndo) }))
    .filter(({ status, back }) => !isWayBack(back, status))
    .map(({ orderId, status, back }) => ({
      invariant: 'path',
      subject: orderId,
      detail: `its execution is ${status}, and has undone it by ${back.join(', ')}`,
    }));

function isWayBack(back: readonly UndoStep[], status: ExecutionEntry['status']): boolean {
  const [first] = back;
  if (first === undefined) {
    return true;
  }
  const rest = UNDO_STEPS.slice(UNDO_STEPS.indexOf(first));
  return (STOPPED.has(status) ? rest.slice(0, back.length) : rest).join() === back.join();
}
