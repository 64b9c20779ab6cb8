import { spanLabel } from '../../lambdas/operations/traces/span-label';
import type { Trace, TraceSpan } from '../../lambdas/ports/trace-reader';
import { plural, span as spanText } from '../ui/format';
import { type Html, html } from '../ui/html';

/** More would be drawn and not read. */
const MOST_SPANS = 150;
/** What an order takes that meets no trouble, and some more. */
const SPANS_AT_ONCE = 80;
const UNITS = 1_000;
const BAR = 12;

/** Where the time went: each piece of work as a bar, below the one that it was done for. */
export const traceWaterfall = (traces: readonly Trace[]): Html =>
  traces.length === 0 ? html`<p class="missing">No trace of this order is kept.</p>` : html`${traces.map(waterfallOf)}`;

function waterfallOf({ traceId, spans }: Trace): Html {
  const rows = inDepth(spans).slice(0, MOST_SPANS);
  const start = Math.min(...spans.map(({ startedAtMs }) => startedAtMs));
  const end = Math.max(...spans.map(({ startedAtMs, endedAtMs }) => endedAtMs ?? startedAtMs));
  const frame = { start, end, length: Math.max(1, end - start) };
  const more = rows.slice(SPANS_AT_ONCE);
  return html`<h3>Trace <span class="mono">${traceId}</span>, ${spanText(frame.length)}</h3>
${table(`Spans of trace ${traceId}`, rows.slice(0, SPANS_AT_ONCE), frame)}
${more.length > 0 && html`<details id="spans-${traceId}"><summary>${plural(more.length, 'more span')}</summary>${table(`More spans of trace ${traceId}`, more, frame)}</details>`}
${spans.length > rows.length && html`<p class="fine">${spans.length - rows.length} more spans are not shown.</p>`}`;
}

/** The time that a whole trace takes. */
interface Frame {
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

const table = (label: string, rows: readonly Row[], frame: Frame): Html => html`
<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table class="waterfall"><thead><tr><th scope="col">Work</th><th scope="col" class="n">Took</th><th scope="col">When</th></tr></thead><tbody>
${rows.map((row) => rowOf(row, frame))}
</tbody></table></div>`;

function rowOf({ span, depth }: Row, { start, end, length }: Frame): Html {
  const ended = span.endedAtMs ?? end;
  const { name, what } = spanLabel(span);
  const x = ((UNITS * (span.startedAtMs - start)) / length).toFixed(1);
  const width = Math.max(3, (UNITS * (ended - span.startedAtMs)) / length).toFixed(1);
  return html`<tr><td class="depth-${Math.min(depth, 8)}">${name}${what !== '' && html` <span class="fine">${what}</span>`}${span.outcome !== 'ok' && html` <span class="pill ${span.outcome === 'failed' ? 'bad' : 'idle'}">${String(span.annotations['error'] ?? span.outcome)}</span>`}</td>
<td class="n nowrap">${span.endedAtMs === undefined ? 'not ended' : spanText(span.endedAtMs - span.startedAtMs)}</td>
<td class="bar"><svg viewBox="0 0 ${UNITS} ${BAR}" preserveAspectRatio="none" aria-hidden="true"><rect class="${span.kind} ${span.outcome}" x="${x}" y="1" width="${width}" height="${BAR - 2}" rx="2"/></svg></td></tr>`;
}

interface Row {
  readonly span: TraceSpan;
  readonly depth: number;
}

/** Each span after the one that it belongs to; what belongs to none that is here counts as a root. */
function inDepth(spans: readonly TraceSpan[]): readonly Row[] {
  const ids = new Set(spans.map(({ id }) => id));
  const children = Map.groupBy(spans, ({ parentId }) => (parentId !== undefined && ids.has(parentId) ? parentId : ''));
  const seen = new Set<string>();
  const below = (parent: string, depth: number): readonly Row[] =>
    (children.get(parent) ?? []).flatMap((span) => {
      if (seen.has(span.id)) {
        return [];
      }
      seen.add(span.id);
      return [{ span, depth }, ...below(span.id, depth + 1)];
    });
  return below('', 0);
}
