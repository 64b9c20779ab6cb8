/** Where in which trace something happens, as X-Ray's tracing header says it. */
export interface TraceContext {
  readonly traceId: string;
  /** The span that called, if the caller had one. */
  readonly parentId?: string | undefined;
  /** Whether it is recorded: decided once for a trace, by whoever began it. */
  readonly sampled: boolean;
}

const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

/** Answers nothing for what is no header: a trace must never be the reason why a message is refused. */
export function parseTraceHeader(header: string | undefined): TraceContext | undefined {
  const fields = new Map((header ?? '').split(';').map((field) => field.trim().split('=', 2) as [string, string]));
  const traceId = fields.get('Root') ?? '';
  const parentId = fields.get('Parent') ?? '';
  if (!TRACE_ID.test(traceId)) {
    return undefined;
  }
  return { traceId, ...(SPAN_ID.test(parentId) ? { parentId } : {}), sampled: fields.get('Sampled') !== '0' };
}

export const formatTraceHeader = ({ traceId, parentId, sampled }: TraceContext): string =>
  [`Root=${traceId}`, ...(parentId === undefined ? [] : [`Parent=${parentId}`]), `Sampled=${sampled ? 1 : 0}`].join(
    ';',
  );

export const traceIdIn = (header: string | undefined): string | undefined => parseTraceHeader(header)?.traceId;
