import { readable } from '../orders/reason-text';
import { ago, moment, money, orderLink, plural } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { pill } from '../ui/status';
import { MOST_OPEN, MOST_RESOLVED, type Repair, type Repairs, type ResolvedRepair } from './repairs';

export const repairPage = ({ open, resolved }: Repairs, now: Date): PageContent => ({
  title: 'Repair',
  section: 'repair',
  body: html`
<section class="card" aria-labelledby="open-title"><h2 id="open-title">${headingOf(open)}</h2>
${open.length === 0 ? html`<p>${pill('good', 'none')} No order needs a person.</p>` : html`<p class="fine">Their sagas have ended and left something undone. Each page says what it is and what to do.</p>${table(open, 'Since', (repair) => sinceOf(repair, now))}`}
${open.length === MOST_OPEN && html`<p class="fine">There may be more than these ${MOST_OPEN}, the oldest: so many have one cause. <a href="/orders?status=NEEDS_REPAIR">All orders in repair</a></p>`}</section>
${
  resolved.length > 0 &&
  html`<section class="card" aria-labelledby="resolved-title"><h2 id="resolved-title">Resolved by hand</h2>${table(resolved, 'Resolved', (repair) => resolutionOf(repair, now))}
${resolved.length === MOST_RESOLVED && html`<p class="fine">These are the latest ${MOST_RESOLVED} of them.</p>`}</section>`
}`,
});

const headingOf = ({ length }: readonly Repair[]): string =>
  length === 0
    ? 'Open'
    : length === MOST_OPEN
      ? `${MOST_OPEN} orders or more wait`
      : plural(length, 'order waits', 'orders wait');

const table = <Kind extends Repair>(
  repairs: readonly Kind[],
  last: string,
  lastOf: (repair: Kind) => Child,
): Html => html`<div class="scroll" tabindex="0" role="group" aria-label="Table of repairs"><table>
<thead><tr><th scope="col">Order</th><th scope="col">Unfinished</th><th scope="col">After</th><th scope="col" class="n">Total</th><th scope="col">${last}</th></tr></thead>
<tbody>${repairs.map(
  (repair) => html`<tr><th scope="row">${orderLink(repair.orderId)}</th>
<td>${stepsOf(repair.unfinished)}</td><td>${repair.reason !== null && readable(repair.reason)}</td>
<td class="n nowrap">${repair.totalMinor !== null && repair.currency !== null && money({ amountMinor: repair.totalMinor, currency: repair.currency })}</td>
<td>${lastOf(repair)}</td></tr>`,
)}</tbody></table></div>`;

const sinceOf = ({ since }: Repair, now: Date): Child =>
  html`${moment(since.toISOString(), now)}, ${ago(since.toISOString(), now)} ago`;

const resolutionOf = ({ resolution }: ResolvedRepair, now: Date): Child =>
  resolution !== null &&
  html`${moment(resolution.at, now)} by ${resolution.by}<div class="fine">“${resolution.reason}”</div>`;

const stepsOf = (unfinished: Repair['unfinished']): Child =>
  unfinished === null || unfinished.length === 0
    ? 'nothing on record'
    : unfinished.map(({ step, error }) => html`<div>${step} <span class="fine">${error}</span></div>`);
