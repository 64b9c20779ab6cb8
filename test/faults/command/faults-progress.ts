import type { Tally } from '../engine/tally';

export interface FaultsProgress {
  /** Called as often as there is news; most of it is not shown. */
  readonly show: (tally: Tally) => void;
  readonly say: (text: string) => void;
  readonly end: () => void;
}

const ON_A_TERMINAL_MS = 200;
const ELSEWHERE_MS = 5_000;

/** One line that changes on a terminal, a line every few seconds elsewhere; all of it on stderr. */
export function createFaultsProgress({
  total,
  output = process.stderr,
}: {
  readonly total: number | undefined;
  readonly output?: { write(text: string): unknown; readonly isTTY?: boolean };
}): FaultsProgress {
  const isTerminal = output.isTTY === true;
  const startedAt = performance.now();
  let shownAt = startedAt;

  const clear = (): void => {
    if (isTerminal) {
      output.write('\r\x1b[2K');
    }
  };
  return {
    show({ schedules, violations }) {
      const now = performance.now();
      if (now - shownAt < (isTerminal ? ON_A_TERMINAL_MS : ELSEWHERE_MS)) {
        return;
      }
      shownAt = now;
      const perSecond = Math.round(schedules / ((now - startedAt) / 1_000));
      clear();
      output.write(
        `  ${schedules.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`} schedules, ` +
          `${perSecond.toLocaleString('en')} a second, ${violations} violated${isTerminal ? '' : '\n'}`,
      );
    },
    say(text) {
      clear();
      output.write(`${text}\n`);
    },
    end: clear,
  };
}
