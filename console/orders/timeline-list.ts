import type { Timeline, TimelineEntry, TimelineKind } from '../../lambdas/operations/timeline/timeline-entry';
import { moment, span } from '../ui/format';
import { type Html, html } from '../ui/html';
import type { Tone } from '../ui/status';

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
export const timelineList = ({ entries, missing }: Timeline): Html => html`
${missing.length > 0 && html`<p class="missing">What these know is missing here: ${missing.join(', ')}.</p>`}
<ol class="timeline">${entries.map(entryOf)}</ol>`;

const entryOf = ({ at, kind, title, facts, durationMs }: TimelineEntry): Html => html`
<li class="${TONES[kind]}">${moment(at)}<div><strong>${title}</strong>${durationMs !== undefined && html` <span class="fine">${span(durationMs)}</span>`}
${facts && html`<span class="fine">${Object.entries(facts).map(([name, value], index) => html`${index > 0 && ', '}${name} ${String(value)}`)}</span>`}</div></li>`;
