/** One piece of work in a trace: a function's, or a call, statement or step inside of it. */
export interface TraceSpan {
  readonly id: string;
  /** Not there for the root. */
  readonly parentId?: string | undefined;
  readonly name: string;
  /** `aws`: a call of AWS. `remote`: a call of somebody else or of Postgres. `service`: a function or AWS service at work. */
  readonly kind: 'service' | 'aws' | 'remote' | 'local';
  /** Milliseconds since 1970, with fractions. */
  readonly startedAtMs: number;
  /** Not there while it runs, or when whoever did it died. */
  readonly endedAtMs?: number | undefined;
  /** `refused`: somebody said no. `failed`: something broke. */
  readonly outcome: 'ok' | 'refused' | 'failed';
  /** By which X-Ray finds traces: order id, step, outcome, name of the error. */
  readonly annotations: Readonly<Record<string, string | number | boolean>>;
}

export interface Trace {
  readonly traceId: string;
  /** By time of start. */
  readonly spans: readonly TraceSpan[];
}

/** Traces that were recorded: X-Ray's in AWS, those of the collector in the local cloud. */
export interface TraceReader {
  /** The traces that are still kept, in the order of the ids. */
  read(traceIds: readonly string[]): Promise<readonly Trace[]>;
}
