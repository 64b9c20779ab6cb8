import type { Clock } from '../../ports/clock';
import type { HeldLetter } from '../../ports/dead-letter-queue';
import type { OperatorActions } from '../../ports/operator-actions';
import { type Acted, act } from './act';
import type { AssessedLetter } from './assess';
import { letGo } from './let-go';
import type { OperatedQueue } from './redrivable-queues';
import { workThrough } from './work-through';

export type Treatment =
  | { readonly kind: 'replay' }
  | { readonly kind: 'edit-and-replay'; readonly body: string }
  | { readonly kind: 'archive'; readonly reason: string };

export interface LetterOutcome {
  readonly letterId: string;
  readonly queue: string;
  readonly orderId: string | undefined;
  readonly outcome: Acted['outcome'] | 'not found';
  readonly why?: string;
}

export interface TreatOrder {
  readonly letters: readonly AssessedLetter[];
  readonly treatment: Treatment;
  /** Who asked for it. */
  readonly by: string;
  readonly bySubject?: string;
  /** Called before each letter: a rate limit waits here. */
  readonly pace?: () => Promise<void>;
  readonly onOutcome?: (outcome: LetterOutcome) => void;
  /** Aborted, it ends after the letter that it is at. */
  readonly signal?: AbortSignal;
}

/**
 * Does the same to a list of dead letters. A message is sent before its letter is removed: whatever ends this in
 * between leaves a letter too many, never one too few, and a message that is sent twice has its effect once, since every
 * consumer keeps effects by order or event.
 */
export const createTreatLetters = (dependencies: {
  readonly queues: readonly OperatedQueue[];
  readonly actions: Pick<OperatorActions, 'record'>;
  readonly clock: Clock;
}) => {
  return async (order: TreatOrder): Promise<readonly LetterOutcome[]> => {
    const outcomes: LetterOutcome[] = [];
    const conclude = (outcome: LetterOutcome) => {
      outcomes.push(outcome);
      order.onOutcome?.(outcome);
    };

    for (const queue of dependencies.queues) {
      const own = new Map(
        order.letters.filter((letter) => letter.queue === queue.name).map((letter) => [letter.letter.id, letter]),
      );
      const missing = await workThrough(
        { queue: queue.deadLetters, wanted: new Set(own.keys()), clock: dependencies.clock, signal: order.signal },
        async (held) => {
          await order.pace?.();
          const assessed = own.get(held.letter.id);
          if (assessed !== undefined) {
            conclude({ ...identify(assessed), ...(await treat(dependencies, queue, held, assessed, order)) });
          }
        },
      );
      for (const id of missing) {
        const assessed = own.get(id);
        if (assessed !== undefined) {
          conclude({ ...identify(assessed), outcome: 'not found', why: 'it was not to be had any more' });
        }
      }
    }
    return outcomes;
  };
};

const identify = ({ letter, queue, orderId }: AssessedLetter) => ({ letterId: letter.id, queue, orderId });

async function treat(
  dependencies: Parameters<typeof act>[0],
  { deadLetters, source }: OperatedQueue,
  held: HeldLetter,
  { queue, orderId, fingerprint }: AssessedLetter,
  { treatment, by, bySubject }: TreatOrder,
): Promise<Acted> {
  const { letter, receipt } = held;
  const replays = letter.replays + (treatment.kind === 'archive' ? 0 : 1);
  const body = treatment.kind === 'edit-and-replay' ? treatment.body : letter.body;
  const acted = await act(
    dependencies,
    {
      kind: treatment.kind,
      by,
      bySubject,
      queue,
      letterId: letter.id,
      orderId,
      fingerprint,
      replays,
      ...(treatment.kind === 'archive' ? { reason: treatment.reason } : {}),
      ...(treatment.kind === 'replay' ? {} : { body: letter.body }),
    },
    async () => {
      if (treatment.kind !== 'archive') {
        await source.send({ body, replays, traceHeader: letter.traceHeader });
      }
      await deadLetters.remove(receipt);
    },
  );
  if (acted.outcome === 'failed') {
    await letGo(deadLetters, [held]);
  }
  return acted;
}
