import { randomBytes } from 'node:crypto';
import type { SegmentDocument, Subsegment } from '../../contracts/segment-document';

export type Annotations = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanFacts {
  readonly annotations?: Annotations;
  /** Whom the span is a call of, if it is one. */
  readonly namespace?: 'aws' | 'remote';
  readonly aws?: Readonly<Record<string, string | number>>;
}

/** All spans of one invocation stay within a datagram. */
const SPANS_MAX = 100;
const NAME_MAX = 200;
const VALUE_MAX = 200;

/** What all spans of one document share: how many more it may take, and a clock. */
export interface Recording {
  left: number;
  omitted: number;
  readonly now: () => number;
}

/** Wall clock at the beginning, and from there on one that never jumps: an environment is frozen between invocations. */
export function newRecording(): Recording {
  const startedAt = Date.now();
  const origin = performance.now();
  return { left: SPANS_MAX, omitted: 0, now: () => (startedAt + performance.now() - origin) / 1_000 };
}

/** A piece of work while it is done. */
export class Span {
  readonly id = randomBytes(8).toString('hex');
  private readonly startedAt: number;
  private readonly children: Span[] = [];
  private readonly annotations: Record<string, string | number | boolean> = {};
  private aws: Readonly<Record<string, string | number>>;
  private endedAt: number | undefined;
  private mark: 'error' | 'fault' | undefined;
  private errorName: string | undefined;

  constructor(
    private readonly name: string,
    private readonly facts: SpanFacts,
    private readonly recording: Recording,
  ) {
    this.startedAt = recording.now();
    this.aws = facts.aws ?? {};
    this.annotate(facts.annotations ?? {});
  }

  child(name: string, facts: SpanFacts): Span {
    const child = new Span(name, facts, this.recording);
    if (this.recording.left > 0) {
      this.recording.left -= 1;
      this.children.push(child);
    } else {
      this.recording.omitted += 1;
    }
    return child;
  }

  /** Names of orders, steps and errors; never what they are about. */
  annotate(annotations: Annotations): void {
    for (const [key, value] of Object.entries(annotations)) {
      if (value !== undefined) {
        this.annotations[key] = typeof value === 'string' ? value.slice(0, VALUE_MAX) : value;
      }
    }
  }

  describeCall(aws: Readonly<Record<string, string | number>>): void {
    this.aws = { ...this.aws, ...aws };
  }

  /** Its name and not its message, which may repeat what it was given. */
  failedWith(error: unknown, mark: 'error' | 'fault'): void {
    this.mark = mark;
    this.errorName = error instanceof Error ? error.name : 'NotAnError';
    this.annotate({ error: this.errorName });
  }

  end(): void {
    this.endedAt ??= this.recording.now();
  }

  toSubsegment(): Subsegment {
    const { namespace } = this.facts;
    return {
      id: this.id,
      name: nameOf(this.name),
      start_time: this.startedAt,
      ...(this.endedAt === undefined ? { in_progress: true } : { end_time: this.endedAt }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(Object.keys(this.annotations).length === 0 ? {} : { annotations: this.annotations }),
      ...(Object.keys(this.aws).length === 0 ? {} : { aws: this.aws }),
      ...(this.mark === undefined ? {} : { [this.mark]: true }),
      ...(this.errorName === undefined
        ? {}
        : { cause: { exceptions: [{ id: this.id, type: this.errorName.slice(0, NAME_MAX) }] } }),
      ...(this.children.length === 0 ? {} : { subsegments: this.children.map((child) => child.toSubsegment()) }),
    };
  }

  toDocument(place: Pick<SegmentDocument, 'trace_id' | 'parent_id' | 'type' | 'links'>): SegmentDocument {
    if (this.recording.omitted > 0) {
      this.annotate({ omitted: this.recording.omitted });
    }
    return { ...place, ...this.toSubsegment() };
  }
}

/** Characters that X-Ray takes; a parameter of a route is written as others write it. */
const nameOf = (name: string): string =>
  name
    .replace(/\{(\w+)\}/g, ':$1')
    .replace(/[^\p{L}\p{N}\s_.:/%&#=+\-@]/gu, '')
    .slice(0, NAME_MAX);
