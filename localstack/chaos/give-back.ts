import type { Desk } from '../../bin/cli/dead-letters/desk';
import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { createPace, DEFAULT_RATE } from '../../lambdas/operations/dead-letters/pace';
import { planReplay } from '../../lambdas/operations/dead-letters/plan-replay';
import { readLetter } from '../../lambdas/operations/dead-letters/read-letter';
import type { LetterOutcome } from '../../lambdas/operations/dead-letters/treat-letters';

export interface GivenBack {
  readonly replayed: readonly LetterOutcome[];
  /** Tried, and to be tried again. */
  readonly failed: readonly LetterOutcome[];
  /** Could have their effect, and no operator would send them back any more. */
  readonly stuck: readonly AssessedLetter[];
}

/**
 * What an operator does once all is healed, with an operator's tools: replays what is safe, has a look at the rest,
 * and replays by name what is about an order on record. What can never succeed stays where it is.
 */
export async function giveBack(
  desk: Pick<Desk, 'queues' | 'triage' | 'treat' | 'operator'>,
  signal: AbortSignal,
): Promise<GivenBack> {
  // A webhook that was given up is an end: its merchant did not answer for the whole of its time.
  const kinds = new Map(desk.queues.map(({ name, kind }) => [name, kind]));
  const letters = (await desk.triage()).filter(({ queue }) => kinds.get(queue) !== 'webhookDelivery');
  const safe = planReplay(letters, { kind: 'all' });
  const onRecord = safe.leave.filter(({ standing }) => standing.stands !== 'unknown');
  const named = planReplay(safe.leave, { kind: 'ids', ids: onRecord.map(({ letter }) => letter.id) });
  const replay = [...safe.replay, ...named.replay];

  const outcomes = await desk.treat({
    letters: replay,
    treatment: { kind: 'replay' },
    by: desk.operator,
    pace: createPace(DEFAULT_RATE),
    signal,
  });
  const isPoison = ({ queue, letter }: AssessedLetter): boolean =>
    readLetter(kinds.get(queue) ?? 'order', letter.body).kind === 'malformed';
  return {
    replayed: outcomes.filter(({ outcome }) => outcome === 'done'),
    failed: outcomes.filter(({ outcome }) => outcome !== 'done'),
    stuck: letters.filter((letter) => !replay.includes(letter) && !isPoison(letter)),
  };
}

/** Those that were sent back without a record of who did it. */
export async function unrecordedAmong(
  { actions }: Pick<Desk, 'actions'>,
  replayed: readonly LetterOutcome[],
): Promise<readonly LetterOutcome[]> {
  // Nobody else acts on this cloud, so the newest are ours.
  const recorded = replayed.length === 0 ? [] : await actions.newest({ limit: replayed.length });
  const letterIds = new Set(
    recorded.flatMap((action) => (action.kind === 'replay' && action.outcome === 'done' ? [action.letterId] : [])),
  );
  return replayed.filter(({ letterId }) => !letterIds.has(letterId));
}
