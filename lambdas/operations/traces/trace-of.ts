import type { SegmentDocument, Subsegment } from '../../contracts/segment-document';
import type { Trace, TraceSpan } from '../../ports/trace-reader';

/**
 * One trace out of its documents. A document may come twice, when its work begins and when it ends, and in any order:
 * what says that it has ended counts.
 */
export function traceOf(traceId: string, documents: readonly SegmentDocument[]): Trace {
  const spans = new Map<string, TraceSpan>();
  const add = (piece: Subsegment, parentId: string | undefined, isOutermost: boolean): void => {
    const known = spans.get(piece.id);
    if (known === undefined || known.endedAtMs === undefined) {
      spans.set(piece.id, spanOf(piece, parentId, isOutermost));
    }
    for (const part of piece.subsegments ?? []) {
      add(part, piece.id, false);
    }
  };
  for (const document of documents) {
    add(document, document.parent_id, true);
  }
  return { traceId, spans: [...spans.values()].sort((a, b) => a.startedAtMs - b.startedAtMs) };
}

function spanOf(piece: Subsegment, parentId: string | undefined, isOutermost: boolean): TraceSpan {
  const { id, name, start_time, end_time, namespace, annotations, aws, error, fault } = piece;
  const operation = aws?.['operation'];
  return {
    id,
    ...(parentId === undefined ? {} : { parentId }),
    name,
    kind: namespace ?? (isOutermost ? 'service' : 'local'),
    startedAtMs: start_time * 1_000,
    ...(end_time === undefined ? {} : { endedAtMs: end_time * 1_000 }),
    outcome: fault ? 'failed' : error ? 'refused' : 'ok',
    annotations: { ...annotations, ...(operation === undefined ? {} : { operation }) },
  };
}
