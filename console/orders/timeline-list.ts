import type { Timeline, TimelineEntry, TimelineKind } from '../../lambdas/operations/timeline/timeline-entry';
import { moment, span } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import { toneOf } from './timeline-tone';
import { wordsOf } from './timeline-words';

/** The story of an order, oldest first. */
export const timelineList = ({ entries, missing, because = {} }: Timeline): Html => html`
${missing.length > 0 && html`<p class="missing">What these know is missing here: ${missing.map((source) => (because[source] === undefined ? source : `${source} (${because[source]})`)).join(', ')}.</p>`}
<ol class="timeline">${stretchesOf(runsOf(entries)).map(stretchOf)}</ol>`;

/** The same again and again. */
type Run = readonly TimelineEntry[];

/** As often as somebody reads the same line without asking what it is good for. */
const SHORTEST_RUN = 4;
/** As many lines of an outage as somebody reads who asks what became of the order. */
const SHORTEST_STRETCH = 7;
const TROUBLE: readonly TimelineKind[] = ['retry', 'wait', 'receive', 'dead-letter'];

function runsOf(entries: readonly TimelineEntry[]): readonly Run[] {
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

/** What went wrong on several sides at once, as one: it must not hide what came of it. */
function stretchesOf(runs: readonly Run[]): readonly (readonly Run[])[] {
  const stretches: Run[][] = [];
  for (const run of runs) {
    const stretch = stretches.at(-1);
    if (stretch !== undefined && isTrouble(run) && isTrouble(stretch[0])) {
      stretch.push(run);
    } else {
      stretches.push([run]);
    }
  }
  return stretches.flatMap((stretch) =>
    stretch.flat().length < SHORTEST_STRETCH ? stretch.map((run) => [run]) : [stretch],
  );
}

const isTrouble = ([first]: Run = []): boolean => first !== undefined && TROUBLE.includes(first.kind);

function stretchOf(stretch: readonly Run[]): Child {
  const [run = []] = stretch;
  if (stretch.length > 1) {
    return folded(stretch.flat(), 'Much failed and was tried again', stretch.map(runOf), countsOf(stretch.flat()));
  }
  return runOf(run);
}

const runOf = (run: Run): Child =>
  run.length < SHORTEST_RUN || run[0] === undefined
    ? run.map(entryOf)
    : folded(run, wordsOf(run[0]).title, run.map(entryOf));

/** `Fan-out-webhooks failed × 4`, the most frequent first. */
function countsOf(entries: Run): string {
  const counts = [...Map.groupBy(entries, (entry) => wordsOf(entry).title)].map(
    ([title, same]) => [title, same.length] as const,
  );
  return counts
    .toSorted(([, one], [, other]) => other - one)
    .map(([title, count]) => `${title} × ${count}`)
    .join(', ');
}

function folded(entries: Run, title: string, inside: Child, note = ''): Child {
  const [first] = entries;
  const last = entries.at(-1);
  return (
    first !== undefined &&
    last !== undefined &&
    html`
<li class="${toneOf(first)}">${moment(first.at)}<details id="fold-${first.at}-${note === '' ? first.kind : 'all'}"><summary><strong>${title}</strong>, ${entries.length} times until ${moment(last.at)}${note !== '' && html`<span class="fine">${note}</span>`}</summary><ol class="timeline">${inside}</ol></details></li>`
  );
}

const entryOf = (entry: TimelineEntry): Html => {
  const { title, note } = wordsOf(entry);
  const { at, durationMs } = entry;
  return html`
<li class="${toneOf(entry)}">${moment(at)}<div><strong>${title}</strong>${durationMs !== undefined && html` <span class="took">${span(durationMs)}</span>`}
${note !== '' && html`<span class="fine">${note}</span>`}</div></li>`;
};
