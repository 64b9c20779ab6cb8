import type { ReplayPlan, Selection } from '../../../lambdas/operations/dead-letters/plan-replay';
import { countLetters } from './count-letters';
import { lettersTable } from './tables';

const MOST_ROWS = 10;

/** What a replay would do, for somebody who is about to say yes. */
export function planSummary({ replay, later, leave, missing }: ReplayPlan, selection: Selection): string {
  if (replay.length + leave.length + missing.length === 0) {
    return selection.kind === 'group'
      ? `There are no dead letters of group ${selection.fingerprint}.`
      : 'There are no dead letters.';
  }
  return [
    `${countLetters(replay.length)} to replay${later.length > 0 ? `, ${later.length} later` : ''}`,
    ...(replay.length > 0 ? [lettersTable(replay, MOST_ROWS)] : []),
    ...(leave.length > 0 ? [`${countLetters(leave.length)} to leave`, lettersTable(leave, MOST_ROWS)] : []),
    ...missing.map((id) => `${id}: there is no such dead letter, or somebody else is holding it`),
  ].join('\n');
}
