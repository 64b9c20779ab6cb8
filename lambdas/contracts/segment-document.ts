/**
 * A segment as the X-Ray daemon takes it, as far as it is used here.
 * Source: "X-Ray segment documents" in the AWS X-Ray developer guide.
 */
export interface SegmentDocument {
  readonly trace_id: string;
  readonly id: string;
  readonly parent_id?: string | undefined;
  /** Of work that belongs to a segment which somebody else writes: here, Lambda's. */
  readonly type?: 'subsegment' | undefined;
  readonly name: string;
  /** Seconds since 1970, with fractions. */
  readonly start_time: number;
  readonly end_time?: number | undefined;
  /** Sent when the work begins: what stands of it when whoever does it is killed. */
  readonly in_progress?: true | undefined;
  readonly origin?: string | undefined;
  readonly namespace?: 'aws' | 'remote' | undefined;
  readonly annotations?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly aws?: Readonly<Record<string, string | number>> | undefined;
  /** Somebody said no. */
  readonly error?: true | undefined;
  /** Something broke. */
  readonly fault?: true | undefined;
  readonly cause?: { readonly exceptions: readonly { readonly id: string; readonly type: string }[] } | undefined;
  /** Spans of other traces that have to do with this one. */
  readonly links?: readonly { readonly trace_id: string; readonly id: string }[] | undefined;
  readonly subsegments?: readonly Subsegment[] | undefined;
}

/** Inside of a document: trace and parent are those of what it is in. */
export type Subsegment = Omit<SegmentDocument, 'trace_id' | 'parent_id' | 'type'>;
