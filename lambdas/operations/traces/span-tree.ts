import type { Trace, TraceSpan } from '../../ports/trace-reader';

export interface SpanNode {
  readonly span: TraceSpan;
  /** By time of start. */
  readonly children: readonly SpanNode[];
}

export interface SpanTree {
  /** One, unless a part of the trace was lost. */
  readonly roots: readonly SpanNode[];
  /** Those whose parent is not there, with all below them. */
  readonly orphans: readonly SpanNode[];
}

export function spanTree({ spans }: Trace): SpanTree {
  const ids = new Set(spans.map(({ id }) => id));
  const childrenOf = Map.groupBy(spans, ({ parentId }) => parentId);
  const nodeOf = (span: TraceSpan): SpanNode => ({ span, children: (childrenOf.get(span.id) ?? []).map(nodeOf) });
  return {
    roots: (childrenOf.get(undefined) ?? []).map(nodeOf),
    orphans: spans.filter(({ parentId }) => parentId !== undefined && !ids.has(parentId)).map(nodeOf),
  };
}
