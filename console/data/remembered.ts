import type { Clock } from '../../lambdas/ports/clock';

/** An answer that many ask for stands for a moment: it is not asked for again while it is that young, or on its way. */
export function remembered<Answer>(
  ask: () => Promise<Answer>,
  { forMs, clock }: { readonly forMs: number; readonly clock: Clock },
): () => Promise<Answer> {
  let last: { readonly answer: Promise<Answer>; readonly until: number } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (last === undefined || last.until <= now) {
      const begun = { answer: ask(), until: now + forMs };
      begun.answer.catch(() => {
        last = last === begun ? undefined : last;
      });
      last = begun;
    }
    return last.answer;
  };
}
