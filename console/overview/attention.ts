import { ago, plural } from '../ui/format';
import { type Html, html } from '../ui/html';
import { pageOf } from './alarm-page';
import type { OverviewFigures } from './figures';

/** An accepted order that no saga has started for after this long is not just waiting for its turn. */
const LONG_WAIT_MS = 5 * 60_000;

interface Concern {
  readonly href: string;
  readonly text: string;
}

/** What asks for a person, the most urgent first. Each leads to where it can be dealt with. */
export function concernsIn(
  { open, queues, circuits, alarms, drift, oldestWaiting }: OverviewFigures,
  now: Date,
): readonly Concern[] {
  const concerns: Concern[] = [];
  const repair = open.known ? (open.value.NEEDS_REPAIR ?? 0) : 0;
  if (repair > 0) {
    concerns.push({ href: '/repair', text: `${plural(repair, 'order needs', 'orders need')} repair` });
  }
  // Two that look at the same over a short and a long time say the same.
  const ringing = alarms.known ? alarms.value.ringing : [];
  for (const alarm of new Map(ringing.map((one) => [one.what, one])).values()) {
    concerns.push({ href: pageOf(alarm) ?? '#alarms', text: `alarm: ${alarm.what}` });
  }
  const dead = queues.known ? queues.value.reduce((sum, { deadLetters }) => sum + deadLetters, 0) : 0;
  if (dead > 0) {
    concerns.push({ href: '/dead-letters', text: `${plural(dead, 'dead letter')}` });
  }
  for (const { service, state } of circuits.known ? circuits.value : []) {
    if (state !== 'closed') {
      concerns.push({ href: '#circuits', text: `the circuit of ${service} is ${state}` });
    }
  }
  if (drift.known && drift.value.findings.length > 0) {
    concerns.push({
      href: '#drift',
      text: plural(drift.value.findings.length, 'place where the books differ', 'places where the books differ'),
    });
  }
  if (oldestWaiting.known && oldestWaiting.value !== undefined) {
    if (now.getTime() - Date.parse(oldestWaiting.value) > LONG_WAIT_MS) {
      concerns.push({ href: '#queues', text: `an order has waited ${ago(oldestWaiting.value, now)} for its start` });
    }
  }
  return concerns;
}

export const attention = (figures: OverviewFigures, now: Date): Html => {
  const concerns = concernsIn(figures, now);
  return concerns.length === 0
    ? html`<p class="calm"><span class="pill good">all well</span> Nothing needs you.</p>`
    : html`<ul class="concerns">${concerns.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`;
};
