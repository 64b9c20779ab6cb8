import type { Timeline } from './timeline';

/** How far a call of a function got, as far as its caller can know. */
export type RunOutcome =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'threw'; readonly error: Error }
  /** It does not answer; it may go on later. */
  | { readonly kind: 'hung' }
  /** Its process is gone: nothing of it runs any more. */
  | { readonly kind: 'died' };

/** One call of a function, which can be stopped in its middle for good or for a while. */
export class StepRun {
  private report: (outcome: RunOutcome) => void = () => {};
  private readonly operations = new Map<string, number>();

  constructor(
    readonly state: string,
    /** Which call of this state, from 1. */
    readonly run: number,
    private readonly timeline: Timeline,
  ) {}

  /** Runs until the function ends, hangs or dies. */
  start(work: () => Promise<unknown>): Promise<RunOutcome> {
    return new Promise((resolve) => {
      this.report = resolve;
      work().then(
        (answer) => this.report({ kind: 'answered', answer }),
        (error: Error) => this.report({ kind: 'threw', error }),
      );
    });
  }

  /** Where a call stands in this run: its name, and `~2` behind it when it is made a second time. */
  nameOf(operation: string): string {
    const count = (this.operations.get(operation) ?? 0) + 1;
    this.operations.set(operation, count);
    return count === 1 ? operation : `${operation}~${count}`;
  }

  /** Whoever waits is told that nothing comes; the code that called this goes on that many calls later. */
  hang(calls: number): Promise<void> {
    return new Promise((goOn) => {
      this.timeline.later(
        calls,
        () =>
          new Promise((resolve) => {
            this.report = () => resolve();
            goOn();
          }),
      );
      this.report({ kind: 'hung' });
    });
  }

  /** The code that called this never goes on. */
  die(): Promise<never> {
    this.report({ kind: 'died' });
    return new Promise(() => {});
  }
}
