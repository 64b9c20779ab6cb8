import { spanLabel } from '../../../lambdas/operations/traces/span-label';
import { type SpanNode, spanTree } from '../../../lambdas/operations/traces/span-tree';
import type { Trace, TraceSpan } from '../../../lambdas/ports/trace-reader';
import { colours } from '../colours';
import { shorten } from '../text';

const LABEL_WIDTH = 38;
const BAR_WIDTH = 22;
const TIME_WIDTH = 9;

interface Frame {
  readonly from: number;
  readonly to: number;
}

/** A trace as a picture for a terminal: what was done below what, when it began, and how long it took. */
export function waterfall(trace: Trace): string {
  const { roots, orphans } = spanTree(trace);
  const frame = frameOf(trace.spans);
  const rows = roots.flatMap((node) => rowsOf(node, 0, frame));
  const lost = orphans.flatMap((node) => rowsOf(node, 0, frame));
  return [
    `trace ${trace.traceId}, ${trace.spans.length} spans, ${time(frame.to - frame.from)}`,
    '',
    ...rows,
    ...(lost.length === 0 ? [] : ['', 'What called these was not recorded, or is not known yet:', ...lost]),
  ].join('\n');
}

const frameOf = (spans: readonly TraceSpan[]): Frame => ({
  from: Math.min(...spans.map(({ startedAtMs }) => startedAtMs)),
  to: Math.max(...spans.map(({ startedAtMs, endedAtMs = startedAtMs }) => endedAtMs)),
});

const rowsOf = (node: SpanNode, depth: number, frame: Frame): readonly string[] => [
  rowOf(node.span, depth, frame),
  ...node.children.flatMap((child) => rowsOf(child, depth + 1, frame)),
];

function rowOf(span: TraceSpan, depth: number, frame: Frame): string {
  const paint = { ok: (text: string) => text, refused: colours.yellow, failed: colours.red }[span.outcome];
  const label = shorten(`${'  '.repeat(depth)}${labelOf(span)}`, LABEL_WIDTH).padEnd(LABEL_WIDTH);
  const took = span.endedAtMs === undefined ? 'no end' : time(span.endedAtMs - span.startedAtMs);
  return `${paint(label)} ${paint(barOf(span, frame))} ${time(span.startedAtMs - frame.from).padStart(TIME_WIDTH - 1)} ${took.padStart(TIME_WIDTH - 1)}`;
}

/** The error first: of a long label the end is cut. */
function labelOf(span: TraceSpan): string {
  const { name, what } = spanLabel(span);
  const label = [name, what].filter(Boolean).join(' ');
  return span.outcome === 'ok' ? label : `${label} ✗ ${span.annotations['error'] ?? span.outcome}`;
}

function barOf({ startedAtMs, endedAtMs = startedAtMs }: TraceSpan, { from, to }: Frame): string {
  const scale = BAR_WIDTH / Math.max(1, to - from);
  const begin = Math.min(BAR_WIDTH - 1, Math.floor((startedAtMs - from) * scale));
  const end = Math.max(begin + 1, Math.ceil((endedAtMs - from) * scale));
  const bar = '█'.repeat(Math.min(end, BAR_WIDTH) - begin);
  return `${' '.repeat(begin)}${bar}`.padEnd(BAR_WIDTH);
}

const time = (ms: number): string =>
  ms < 1_000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
