import { AsyncLocalStorage } from 'node:async_hooks';
import type { SegmentDocument } from '../../contracts/segment-document';
import { formatTraceHeader, parseTraceHeader, type TraceContext } from '../../contracts/trace-header';
import { OrderRejection } from '../../domain/rejections';
import { daemonAddress, invocationTraceHeader } from '../environment';
import { createSegmentEmitter, type SegmentEmitter } from './segment-emitter';
import { type Annotations, newRecording, Span, type SpanFacts } from './span';

interface Current {
  readonly trace: TraceContext;
  readonly span: Span;
}

export interface TraceOptions extends SpanFacts {
  /**
   * Header that came with what is worked on. It wins when the trace of the invocation is another one: that of a batch
   * belongs to no message of it, and the emulator begins a new one with each invocation.
   */
  readonly continues?: string | undefined;
  /** @default what `error` says of itself: a rejection is no failure */
  readonly isRefusal?: (error: unknown) => boolean;
}

const current = new AsyncLocalStorage<Current>();
let shared: SegmentEmitter | undefined;
const emitter = (): SegmentEmitter => {
  shared ??= createSegmentEmitter(daemonAddress());
  return shared;
};

/** For a process that runs where no daemon takes segments. */
export const sendSegmentsBy = (own: SegmentEmitter): void => {
  shared = own;
};

/** The trace header to pass on: whatever continues from it hangs below the work that is being done. */
export function traceHeader(): string | undefined {
  const { trace, span } = current.getStore() ?? {};
  return trace === undefined || span === undefined ? undefined : formatTraceHeader({ ...trace, parentId: span.id });
}

export const currentTraceId = (): string | undefined =>
  current.getStore()?.trace.traceId ?? parseTraceHeader(invocationTraceHeader())?.traceId;

/** Adds to the span of the work that is being done. */
export const annotate = (annotations: Annotations): void => current.getStore()?.span.annotate(annotations);

/** An error that is answered or put up with, and so ends nothing. `error`: we said no; `fault`: something broke. */
export const noteError = (error: unknown, mark: 'error' | 'fault'): void =>
  current.getStore()?.span.failedWith(error, mark);

/**
 * Runs the work of an invocation, or of one record of it, as a part of its trace. What happens inside is sent in one
 * document when it ends, and that it has begun right away: of a function that is killed, so much remains to be seen.
 */
export async function inTrace<Result>(
  name: string,
  { continues, isRefusal, ...facts }: TraceOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const place = placeOf(continues);
  if (place === undefined) {
    return work();
  }
  const { trace, ...where } = place;
  const span = new Span(name, facts, newRecording());
  const emit = (): void => {
    if (trace.sampled) {
      emitter().emit(() => span.toDocument({ trace_id: trace.traceId, ...where }));
    }
  };
  emit();
  try {
    return await run({ trace, span }, isRefusal, work);
  } finally {
    emit();
  }
}

/** Runs a part of the work as a span of its own; outside of any trace it just runs. */
export async function inSpan<Result>(
  name: string,
  { isRefusal, ...facts }: SpanFacts & Pick<TraceOptions, 'isRefusal'>,
  work: (span?: Span) => Promise<Result>,
): Promise<Result> {
  const parent = current.getStore();
  if (parent === undefined) {
    return work();
  }
  const span = parent.span.child(name, facts);
  return run({ trace: parent.trace, span }, isRefusal, () => work(span));
}

async function run<Result>(
  context: Current,
  isRefusal: TraceOptions['isRefusal'] = (error) => error instanceof OrderRejection,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await current.run(context, work);
  } catch (error) {
    context.span.failedWith(error, isRefusal(error) ? 'error' : 'fault');
    throw error;
  } finally {
    context.span.end();
  }
}

type Place = Pick<SegmentDocument, 'parent_id' | 'type' | 'links'> & { readonly trace: TraceContext };

/** Where the work hangs: below Lambda's segment if that is of the same trace, else below what the header names. */
function placeOf(continues: string | undefined): Place | undefined {
  const invocation = parseTraceHeader(invocationTraceHeader());
  const given = parseTraceHeader(continues);
  if (given !== undefined && given.traceId !== invocation?.traceId) {
    const link = invocation?.parentId && { trace_id: invocation.traceId, id: invocation.parentId };
    return { trace: given, parent_id: given.parentId, ...(link ? { links: [link] } : {}) };
  }
  // Without a parent there is no segment of Lambda's, so ours stands for it.
  return invocation && { trace: invocation, parent_id: invocation.parentId, ...subsegmentOf(invocation) };
}

const subsegmentOf = ({ parentId }: TraceContext) => (parentId === undefined ? {} : { type: 'subsegment' as const });
