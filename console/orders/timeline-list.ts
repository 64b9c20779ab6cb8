import type { Timeline, TimelineEntry, TimelineKind } from '../../lambdas/operations/timeline/timeline-entry';
import { moment, span } from '../ui/format';
import { type Html, html } from '../ui/html';
import type { Tone } from '../ui/status';
import { wordsOf } from './timeline-words';

const TONES: { readonly [kind in TimelineKind]: Tone } = {
  accepted: 'idle',
  queued: 'idle',
  started: 'idle',
  status: 'good',
  step: 'busy',
  undo: 'warn',
  retry: 'warn',
  wait: 'warn',
  execution: 'idle',
  receive: 'bad',
  'dead-letter': 'bad',
  operator: 'busy',
  mail: 'idle',
  webhook: 'idle',
};

/** The story of an order, oldest first. */
export const timelineList = ({ entries, missing, because = {} }: Timeline): Html => html`
${missing.length > 0 && html`<p class="missing">What these know is missing here: ${missing.map((source) => (because[source] === undefined ? source : `${source} (${because[source]})`)).join(', ')}.</p>`}
<ol class="timeline">${runsOf(entries).map((run) => (run.length < SHORTEST_RUN ? run.map(entryOf) : folded(run)))}</ol>`;

/** As often as somebody reads the same line without asking what it is good for. */
const SHORTEST_RUN = 4;

/** The same again and again, as one: what was tried for half an hour must not hide what came of it. */
function runsOf(entries: readonly TimelineEntry[]): readonly (readonly TimelineEntry[])[] {
  const runs: TimelineEntry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]?.title === entry.title && run[0].kind === entry.kind) {
      run.push(entry);
    } else {
      runs.push([entry]);
    }
  }
  return runs;
}

function folded(run: readonly TimelineEntry[]): Html {
  const [first] = run;
  const last = run.at(-1);
  return first === undefined || last === undefined
    ? html``
    : html`
<li class="${TONES[first.kind]}">${moment(first.at)}<details><summary><strong>${wordsOf(first).title}</strong>, ${run.length} times until ${moment(last.at)}</summary><ol class="timeline">${run.map(entryOf)}</ol></details></li>`;
}

const entryOf = (entry: TimelineEntry): Html => {
  const { title, note } = wordsOf(entry);
  const { at, kind, durationMs } = entry;
  return html`
<li class="${TONES[kind]}">${moment(at)}<div><strong>${title}</strong>${durationMs !== undefined && html` <span class="took">${span(durationMs)}</span>`}
${note !== '' && html`<span class="fine">${note}</span>`}</div></li>`;
};
