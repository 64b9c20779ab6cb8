import { OutcomeUnknownError } from '../../../lambdas/domain/failures';

/**
 * What happens to one call of something outside. `landsAfter` is a request that got stuck on its way: its caller
 * hears nothing, and the effect comes when so many further calls have been made.
 */
export type Move = 'works' | 'fails-before' | 'fails-after' | { readonly landsAfter: number };

export interface Script {
  /** Makes one call as the script says. */
  run<Answer>(operation: string, effect: () => Answer | Promise<Answer>): Promise<Answer>;
  /** Lets everything land that is still on its way. */
  land(): Promise<void>;
  /** From now on every call works. */
  heal(): void;
  /** Operations in the order in which they were asked for. */
  readonly calls: readonly string[];
}

/** @param moves by index of the call, over all operations; after the last one every call works */
export function createScript(moves: readonly Move[] = []): Script {
  const calls: string[] = [];
  let isHealed = false;
  let stuck: { readonly effect: () => unknown; readonly dueAt: number }[] = [];

  const landUntil = async (call: number): Promise<void> => {
    const due = stuck.filter(({ dueAt }) => dueAt <= call);
    stuck = stuck.filter(({ dueAt }) => dueAt > call);
    for (const { effect } of due) {
      await unheard(effect);
    }
  };

  return {
    calls,
    land: () => landUntil(Number.POSITIVE_INFINITY),
    heal() {
      isHealed = true;
    },
    async run(operation, effect) {
      const move = isHealed ? 'works' : (moves[calls.length] ?? 'works');
      calls.push(operation);
      await landUntil(calls.length);
      if (move === 'works') {
        return effect();
      }
      if (move === 'fails-after') {
        await unheard(effect);
      } else if (move !== 'fails-before') {
        stuck.push({ effect, dueAt: calls.length + move.landsAfter });
      }
      throw new OutcomeUnknownError(operation, 'the script says so');
    },
  };
}

/** Nobody hears the answer, so nobody hears a refusal either. */
async function unheard(effect: () => unknown): Promise<void> {
  try {
    await effect();
  } catch {
    // A refusal has no effect.
  }
}
