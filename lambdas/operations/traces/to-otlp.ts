import type { Trace, TraceSpan } from '../../ports/trace-reader';

/** https://opentelemetry.io/docs/specs/otlp/: OTLP/JSON writes ids in hex and 64-bit integers as text. */
const KIND = { local: 1, service: 2, aws: 3, remote: 3 } as const;
const STATUS = { ok: 0, refused: 1, failed: 2 } as const;

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly boolValue: boolean } | { readonly doubleValue: number };
}

/** Traces as collectors of OpenTelemetry take them at `/v1/traces`: Jaeger, Tempo, and the like. */
export const toOtlp = (traces: readonly Trace[]) => ({
  resourceSpans: traces.flatMap(({ traceId, spans }) => {
    const byService = Map.groupBy(spans, (span) => serviceOf(span, spans));
    return [...byService].map(([service, own]) => ({
      resource: { attributes: [attribute('service.name', service)] },
      scopeSpans: [{ scope: { name: 'order-workflow' }, spans: own.map((span) => otlpSpan(traceId, span)) }],
    }));
  }),
});

/** The outermost piece of work that a span is a part of. */
function serviceOf(span: TraceSpan, spans: readonly TraceSpan[]): string {
  const parent = span.kind === 'service' ? undefined : spans.find(({ id }) => id === span.parentId);
  return parent === undefined ? span.name : serviceOf(parent, spans);
}

function otlpSpan(traceId: string, { id, parentId, name, kind, outcome, annotations, ...times }: TraceSpan) {
  const end = times.endedAtMs ?? times.startedAtMs;
  return {
    traceId: traceId.replace(/^1-/, '').replace('-', ''),
    spanId: id,
    ...(parentId === undefined ? {} : { parentSpanId: parentId }),
    name: [name, annotations['statement'] ?? annotations['operation']].filter(Boolean).join(' '),
    kind: KIND[kind],
    startTimeUnixNano: nanoseconds(times.startedAtMs),
    endTimeUnixNano: nanoseconds(end),
    attributes: [
      ...Object.entries(annotations).map(([key, value]) => attribute(key, value)),
      ...(times.endedAtMs === undefined ? [attribute('inProgress', true)] : []),
    ],
    status: { code: STATUS[outcome] },
  };
}

const attribute = (key: string, value: string | number | boolean): Attribute => ({
  key,
  value:
    typeof value === 'string'
      ? { stringValue: value }
      : typeof value === 'boolean'
        ? { boolValue: value }
        : { doubleValue: value },
});

/** A number has not enough digits for nanoseconds since 1970. */
const nanoseconds = (milliseconds: number): string =>
  String(BigInt(Math.floor(milliseconds)) * 1_000_000n + BigInt(Math.round((milliseconds % 1) * 1_000_000)));
