export type Phase = 'serving' | 'draining';

/** Whether the console wants more work. Everything that goes on for long listens to `signal`. */
export interface Life {
  readonly phase: Phase;
  /** Aborts when streams and pollers are to end. */
  readonly signal: AbortSignal;
  /** Still answers, and asks to be left alone. */
  drain(): void;
  /** Ends what goes on for long. */
  endStreams(): void;
}

export function createLife(): Life {
  const ended = new AbortController();
  let phase: Phase = 'serving';
  return {
    get phase() {
      return phase;
    },
    signal: ended.signal,
    drain() {
      phase = 'draining';
    },
    endStreams() {
      phase = 'draining';
      ended.abort();
    },
  };
}
