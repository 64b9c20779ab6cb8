import type { Timeline, TimelineEntry } from '../../../lambdas/operations/timeline/timeline-entry';
import { colours } from '../colours';
import { shorten, WIDTH } from '../text';

const KIND_WIDTH = 12;
const TITLE_WIDTH = 40;
const TOOK_WIDTH = 9;

/** One line for each thing that happened, and one below it for what is known of it. */
export function timelinePage({ orderId, entries, ...sources }: Timeline): string {
  const traces = [...new Set(entries.flatMap(({ traceId }) => traceId ?? []))];
  return [
    `order ${orderId}`,
    ...traces.map((traceId) => `trace ${traceId}`),
    '',
    ...linesOf(entries, traces[0]),
    ...missingLines(sources),
  ].join('\n');
}

function missingLines({ missing, because = {} }: Pick<Timeline, 'missing' | 'because'>): readonly string[] {
  const notAsked = missing.filter((source) => because[source] === undefined);
  const failed = missing.flatMap((source) => (because[source] === undefined ? [] : `${source} (${because[source]})`));
  const lines = [
    ...(notAsked.length === 0 ? [] : [`Not asked: ${notAsked.join(', ')}.`]),
    ...(failed.length === 0 ? [] : [`Could not be asked: ${failed.join(', ')}.`]),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map(colours.yellow)];
}

function linesOf(entries: readonly TimelineEntry[], usualTrace: string | undefined): readonly string[] {
  let day = '';
  return entries.flatMap((entry) => {
    const [date = '', clock = ''] = entry.at.slice(0, 23).split('T');
    const newDay = date === day ? [] : [date];
    day = date;
    const took = entry.durationMs === undefined ? '' : time(entry.durationMs);
    const line = [
      clock,
      ` ${entry.kind.padEnd(KIND_WIDTH)}`,
      shorten(entry.title, TITLE_WIDTH).padEnd(TITLE_WIDTH),
      took.padStart(TOOK_WIDTH),
    ].join(' ');
    const facts = factsOf(entry, usualTrace);
    return [
      ...newDay,
      paintOf(entry)(line.trimEnd()),
      ...(facts === '' ? [] : [colours.dim(shorten(`${' '.repeat(27)}${facts}`, WIDTH))]),
    ];
  });
}

/** What goes without saying is not said: one attempt that succeeded, in the trace that all of it is in. */
function factsOf({ facts = {}, traceId }: TimelineEntry, usualTrace: string | undefined): string {
  const known = Object.entries(facts).filter(
    ([name, value]) => !(name === 'attempts' && value === 1) && !(name === 'outcome' && value === 'succeeded'),
  );
  const trace = traceId === undefined || traceId === usualTrace ? [] : [`trace ${traceId}`];
  return [...known.map(([name, value]) => `${name} ${value}`), ...trace].join(', ');
}

function paintOf({ kind, facts }: TimelineEntry): (text: string) => string {
  if (kind === 'receive' || kind === 'dead-letter' || kind === 'refund' || facts?.['outcome'] === 'failed') {
    return colours.red;
  }
  return kind === 'undo' || kind === 'retry' || kind === 'wait' || facts?.['outcome'] === 'rejected'
    ? colours.yellow
    : (text) => text;
}

const time = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
