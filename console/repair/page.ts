import { readable } from '../orders/reason-text';
import { ago, moment, money, orderLink, plural } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { pill } from '../ui/status';
import { MOST_REPAIRS, type Repair } from './repairs';

export const repairPage = (repairs: readonly Repair[], now: Date): PageContent => {
  const open = repairs.filter(({ isResolved }) => !isResolved);
  const resolved = repairs.filter(({ isResolved }) => isResolved);
  return {
    title: 'Repair',
    section: 'repair',
    body: html`
<section class="card" aria-labelledby="open-title"><h2 id="open-title">${open.length === 0 ? 'Open' : plural(open.length, 'order waits', 'orders wait')}</h2>
${open.length === 0 ? html`<p>${pill('good', 'none')} No order needs a person.</p>` : html`<p class="fine">Their sagas have ended and left something undone. Each page says what it is and what to do.</p>${table(open, now)}`}
${repairs.length === MOST_REPAIRS && html`<p class="fine">There are more than the ${MOST_REPAIRS} that are shown.</p>`}</section>
${resolved.length > 0 && html`<section class="card" aria-labelledby="resolved-title"><h2 id="resolved-title">Resolved by hand</h2>${table(resolved, now)}</section>`}`,
  };
};

const table = (
  repairs: readonly Repair[],
  now: Date,
): Html => html`<div class="scroll" tabindex="0" role="group" aria-label="Table of repairs"><table>
<thead><tr><th scope="col">Order</th><th scope="col">Unfinished</th><th scope="col">After</th><th scope="col" class="n">Total</th><th scope="col">Since</th></tr></thead>
<tbody>${repairs.map(
  ({ orderId, unfinished, reason, totalMinor, currency, since }) => html`<tr><th scope="row">${orderLink(orderId)}</th>
<td>${stepsOf(unfinished)}</td><td>${reason !== null && readable(reason)}</td>
<td class="n nowrap">${totalMinor !== null && currency !== null && money({ amountMinor: totalMinor, currency })}</td>
<td>${moment(since.toISOString())}, ${ago(since.toISOString(), now)} ago</td></tr>`,
)}</tbody></table></div>`;

const stepsOf = (unfinished: Repair['unfinished']): Child =>
  unfinished === null || unfinished.length === 0
    ? 'nothing on record'
    : unfinished.map(({ step, error }) => html`<div>${step} <span class="fine">${error}</span></div>`);
