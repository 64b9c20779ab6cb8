import { missing } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { attention } from './attention';
import type { Minute, OverviewFigures } from './figures';
import { PARTS } from './parts';

const part = (id: string, figures: OverviewFigures, now: Date): Child => PARTS[id]?.(figures, now);

/** In the order in which an operator asks: does it need me, do orders flow, do they end well, what is stuck, who is to blame. */
export const overviewPage = (figures: OverviewFigures, now: Date): PageContent => ({
  title: 'Overview',
  section: 'overview',
  stream: '/overview/stream',
  hasCharts: true,
  body: html`
<section id="attention" aria-label="What needs you" aria-live="polite">${attention(figures, now)}</section>
<dl id="tiles" class="tiles">${part('tiles', figures, now)}</dl>
<div class="grid two">
${chart('Orders a minute', 'outcomes', figures, OUTCOMES)}
${chart('Time to confirmation', 'times', figures, TIMES)}
</div>
<div class="grid two">
<section class="card" aria-labelledby="queues-title"><h2 id="queues-title">Queues</h2><div id="queues" class="scroll" tabindex="0" role="group" aria-label="Table of queues">${part('queues', figures, now)}</div></section>
<section class="card" aria-labelledby="circuits-title"><h2 id="circuits-title">Outside services</h2><div id="circuits" class="scroll" tabindex="0" role="group" aria-label="Table of outside services">${part('circuits', figures, now)}</div></section>
<section class="card" aria-labelledby="alarms-title"><h2 id="alarms-title">Alarms</h2><div id="alarms">${part('alarms', figures, now)}</div></section>
<section class="card" aria-labelledby="drift-title"><h2 id="drift-title">Books</h2><div id="drift">${part('drift', figures, now)}</div></section>
</div>`,
});

const OUTCOMES = ['confirmed', 'rejected', 'needs repair', 'open'];
const TIMES = ['half (p50)', '19 of 20 (p95)'];

const chart = (
  title: string,
  kind: 'outcomes' | 'times',
  { minutes }: OverviewFigures,
  series: readonly string[],
): Html => html`
<figure class="card chart">
<figcaption><h2>${title}</h2><ul class="legend">${series.map((name, index) => html`<li class="s${index} ${kind}">${name}</li>`)}</ul></figcaption>
${
  minutes.known
    ? html`<div class="plot" data-chart="${kind}" data-minutes="${JSON.stringify(minutes.value)}" role="img" aria-label="${title} of the last hour: ${summaryOf(kind, minutes.value)}"></div>`
    : missing(minutes.why)
}
</figure>`;

/** For those who do not see the chart. */
function summaryOf(kind: 'outcomes' | 'times', minutes: readonly Minute[]): string {
  if (kind === 'times') {
    const worst = Math.max(0, ...minutes.flatMap(({ p95 }) => p95 ?? []));
    return `at most ${worst.toFixed(1)} seconds for 19 of 20 orders of a minute`;
  }
  const total = (of: (minute: Minute) => number) => minutes.reduce((sum, minute) => sum + of(minute), 0);
  return `${total(({ confirmed }) => confirmed)} confirmed, ${total(({ rejected }) => rejected)} rejected, ${total(({ needsRepair }) => needsRepair)} need repair, ${total(({ open }) => open)} open`;
}
