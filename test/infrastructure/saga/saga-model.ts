import { HOPELESS, INCOMPLETE, type Kind, REFUSALS, REJECTIONS } from './saga-mother';

/** How a task ends after its retries: it succeeds, or throws the error of this name. */
export type Ending = 'succeeds' | string;

export interface Scenario {
  readonly kinds: readonly Kind[];
  /** By step, from the first. */
  readonly actions: readonly Ending[];
  /** By step; only those of compensable steps are looked at. */
  readonly undos: readonly Ending[];
}

export interface Expectation {
  readonly visited: readonly string[];
  readonly failure: string | undefined;
  readonly repair: readonly string[];
  readonly status: 'SUCCEEDED' | 'FAILED';
}

/** What a saga must do, written as a story and without any knowledge of states, transitions or catchers. */
export function expectationOf({ kinds, actions, undos }: Scenario): Expectation {
  const visited: string[] = [];
  const mayHaveHappened: number[] = [];

  for (const [index, kind] of kinds.entries()) {
    const ending = actions[index] ?? 'succeeds';
    visited.push(`Do${index + 1}`);
    if (ending === 'succeeds') {
      mayHaveHappened.push(index);
      continue;
    }

    const refused = REJECTIONS.includes(ending);
    if (kind === 'retriable' || (kind === 'pivot' && !refused)) {
      return { visited: [...visited, 'Close'], failure: undefined, repair: [`Do${index + 1}`], status: 'FAILED' };
    }
    const nothingIsThere = kind === 'pivot' || REFUSALS.includes(ending);
    const toUndo = nothingIsThere ? mayHaveHappened : [...mayHaveHappened, index];
    const unfinished = toUndo.toReversed().filter((step) => (undos[step] ?? 'succeeds') !== 'succeeds');
    return {
      visited: [...visited, ...toUndo.toReversed().map((step) => `Undo${step + 1}`), 'Close'],
      failure: ending,
      repair: unfinished.map((step) => `Undo${step + 1}`),
      status: unfinished.length === 0 ? 'SUCCEEDED' : 'FAILED',
    };
  }
  return { visited, failure: undefined, repair: [], status: 'SUCCEEDED' };
}

/** The error that the task of a state throws in a scenario; the close throws when it finds something to repair. */
export function errorOf(state: string, { actions, undos }: Scenario, data: { readonly repair?: unknown }) {
  if (state === 'Close') {
    return data.repair === undefined ? undefined : INCOMPLETE;
  }
  const endings = state.startsWith('Do') ? actions : undos;
  const ending = endings[Number(state.replace(/^\D+/, '')) - 1] ?? 'succeeds';
  return ending === 'succeeds' ? undefined : ending;
}

export const isRetried = (error: string): boolean => !REJECTIONS.includes(error) && !HOPELESS.includes(error);
