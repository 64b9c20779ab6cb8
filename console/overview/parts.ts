import { ago, missing, moment, span } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import { pill, type Tone } from '../ui/status';
import { pageOf } from './alarm-page';
import type {
  AlarmFigures,
  CircuitFigures,
  DriftFigures,
  Known,
  Minute,
  OverviewFigures,
  RingingAlarm,
} from './figures';

/** The parts of the overview that change by themselves, each under the id of its element. */
export const PARTS: { readonly [id: string]: (figures: OverviewFigures, now: Date) => Html } = {
  tiles: (figures, now) => html`${tiles(figures, now)}`,
  queues: ({ queues }) => orMissing(queues, queueTable),
  circuits: ({ circuits }, now) => orMissing(circuits, (value) => circuitTable(value, now)),
  alarms: ({ alarms }) => orMissing(alarms, alarmList),
  drift: ({ drift }) => orMissing(drift, driftList),
};

const orMissing = <T>(figures: Known<T>, show: (value: T) => Html): Html =>
  figures.known ? show(figures.value) : missing(figures.why);

const QUARTER = 15;

function tiles({ minutes, open, oldestWaiting }: OverviewFigures, now: Date): readonly Html[] {
  const all = minutes.known ? minutes.value : [];
  // The minute that has not ended would always look like a decline.
  const whole = all.slice(0, -1);
  const total = sum(all, countOf);
  const confirmed = sum(all, (minute) => minute.confirmed);
  const ended = total - sum(all, (minute) => minute.open);
  const slowest = Math.max(...whole.slice(-QUARTER).flatMap(({ p95 }) => p95 ?? []));
  const openOrders = open.known ? Object.entries(open.value) : [];
  const perMinute = sum(whole.slice(-QUARTER), countOf) / QUARTER;

  return [
    tile(
      'Orders a minute',
      minutes.known ? perMinute.toFixed(perMinute < 10 ? 1 : 0) : undefined,
      'average of 15 minutes',
    ),
    tile(
      'Confirmed',
      ended > 0 ? `${((100 * confirmed) / ended).toFixed(1)}%` : undefined,
      `of ${ended} ended in an hour`,
    ),
    tile(
      'Time to confirmation',
      Number.isFinite(slowest) ? span(slowest * 1_000) : undefined,
      'slowest p95 of 15 minutes',
    ),
    tile(
      'On their way',
      open.known ? sum(openOrders, ([status, count]) => (status === 'NEEDS_REPAIR' ? 0 : count)) : undefined,
      breakdown(openOrders),
    ),
    tile(
      'Longest wait for a start',
      oldestWaiting.known ? (oldestWaiting.value === undefined ? 'none' : ago(oldestWaiting.value, now)) : undefined,
      'accepted, and no saga yet',
    ),
  ];
}

const countOf = ({ confirmed, rejected, cancelled, needsRepair, open }: Minute): number =>
  confirmed + rejected + cancelled + needsRepair + open;

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const breakdown = (open: readonly (readonly [string, number])[]): string =>
  open
    .filter(([status]) => status !== 'NEEDS_REPAIR')
    .map(([status, count]) => `${count} ${status.toLowerCase()}`)
    .join(', ') || 'nothing under way';

const tile = (label: string, value: Child, note: string): Html =>
  html`<div class="tile"><dt>${label}</dt><dd><strong>${value ?? '–'}</strong><span>${note}</span></dd></div>`;

const queueTable = (queues: Extract<OverviewFigures['queues'], { known: true }>['value']): Html => html`
<table><thead><tr><th scope="col">Queue</th><th scope="col" class="n">Waiting</th><th scope="col" class="n">Oldest</th><th scope="col" class="n">Dead</th><th scope="col" class="n">In flight</th></tr></thead>
<tbody>${queues.map(
  ({
    name,
    waiting,
    inFlight,
    deadLetters,
    oldestSeconds,
  }) => html`<tr><th scope="row">${name}</th><td class="n">${waiting}</td>
<td class="n nowrap">${oldestSeconds === undefined ? '–' : oldestSeconds === 0 ? 'none' : span(oldestSeconds * 1_000)}</td>
<td class="n">${deadLetters === 0 ? '0' : html`<a class="bad" href="/dead-letters">${deadLetters}</a>`}</td><td class="n">${inFlight}</td></tr>`,
)}</tbody></table>`;

const CIRCUIT_TONES: { readonly [state in CircuitFigures['state']]: Tone } = {
  closed: 'good',
  open: 'bad',
  'half-open': 'warn',
};

const circuitTable = (circuits: readonly CircuitFigures[], now: Date): Html => html`
<table><thead><tr><th scope="col">Service</th><th scope="col">Circuit</th><th scope="col">Note</th></tr></thead>
<tbody>${circuits.map(
  ({
    service,
    state,
    failures,
    until,
  }) => html`<tr><th scope="row">${service}</th><td>${pill(CIRCUIT_TONES[state], state)}</td>
<td>${noteOf(state, failures, until, now)}</td></tr>`,
)}</tbody></table>`;

function noteOf(state: CircuitFigures['state'], failures: number, until: string | undefined, now: Date): string {
  if (state === 'open' && until !== undefined) {
    const left = Date.parse(until) - now.getTime();
    return left > 0 ? `orders wait; a probe in ${span(left)}` : 'orders wait; the next call is a probe';
  }
  return state === 'half-open'
    ? 'a probe is on its way'
    : failures > 0
      ? `${failures} failures in a row`
      : 'no failures';
}

const alarmList = ({ at, all, ringing }: AlarmFigures): Html =>
  ringing.length === 0
    ? html`<p>None of ${all} rings, looked at ${moment(at)}.</p>`
    : html`<ul class="plain">${ringing.map(
        (alarm) =>
          html`<li>${pill('bad', 'rings')} ${titleOf(alarm)}${alarm.customers && html` Customers: ${alarm.customers}.`}
${alarm.runbook && html`Runbook: ${runbookOf(alarm.runbook)}.`}</li>`,
      )}</ul><p>${ringing.length} of ${all}, looked at ${moment(at)}.</p>`;

/** The name that it has in CloudWatch is for whoever looks for it there. */
const titleOf = (alarm: RingingAlarm): Html => {
  const href = pageOf(alarm);
  return html`<strong title="${alarm.name}">${href === undefined ? alarm.what : html`<a href="${href}">${alarm.what}</a>`}</strong>`;
};

const runbookOf = ({ name, href }: NonNullable<RingingAlarm['runbook']>): Html =>
  href === undefined ? html`<code>${name}</code>` : html`<a href="${href}">${name}</a>`;

const driftList = ({ at, orders, complete, stockChecked, findings }: DriftFigures): Html =>
  findings.length === 0
    ? html`<p>${pill('good', 'agree')} ${stockChecked ? 'The stock and' : 'Without the stock, which could not be added up:'} ${complete ? 'all' : 'a part'} of the orders (${orders}), looked at ${moment(at)}.</p>`
    : html`<p>${pill('bad', 'differ')} found at ${moment(at)}:</p><ul>${findings.map((finding) => html`<li>${finding}</li>`)}</ul>${!stockChecked && html`<p>Without the stock, which could not be added up.</p>`}`;
