/**
 * Stops a call of a store between two of its statements: after so many of them `onCut` is told, and nothing of the call
 * goes on any more.
 *
 * @returns lets the call go on to its end when it has fewer
 */
export type CutAfter = (statements: number, onCut: () => void) => () => void;

/** What statements pass through, and whoever cuts between them. One call of a store is made at a time. */
export function createStatementCut() {
  let left = 0;
  let tell: (() => void) | undefined;

  return {
    cutAfter(statements, onCut) {
      left = statements;
      tell = onCut;
      return () => {
        tell = undefined;
      };
    },

    /** Called with the answer of a statement that has been run. */
    pass<Answer>(answer: Answer): Answer | Promise<never> {
      if (tell === undefined) {
        return answer;
      }
      left -= 1;
      if (left > 0) {
        return answer;
      }
      const onCut = tell;
      tell = undefined;
      onCut();
      return new Promise(() => {});
    },
  } satisfies { readonly cutAfter: CutAfter; readonly pass: unknown };
}
