/** One call of one step. */
export interface StepAttempt {
  /** From 1. */
  readonly attempt: number;
  /** ISO 8601, UTC, as all moments here. */
  readonly at: string;
  /** Not there while it runs, or when the execution ended around it. */
  readonly endedAt?: string | undefined;
  /** Name of what it threw, or of what Step Functions says in its place; not there when it succeeded. */
  readonly error?: string | undefined;
  /** What it said, if that was a failure of ours. Nothing personal. */
  readonly message?: string | undefined;
  /** What it found away, when it waits. */
  readonly awaits?: { readonly dependency: string; readonly circuitIsOpen: boolean } | undefined;
}

/** One stay in one state. */
export interface StepVisit {
  readonly step: string;
  readonly at: string;
  readonly endedAt?: string | undefined;
  readonly attempts: readonly StepAttempt[];
}

export interface ExecutionOnRecord {
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly visits: readonly StepVisit[];
}

export interface ExecutionHistory {
  /** Of the order's saga. Nothing: it was not started, or is no longer kept. */
  executionOf(orderId: string): Promise<ExecutionOnRecord | undefined>;
}
