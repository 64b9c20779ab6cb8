import { OrderStatus } from '../../lambdas/domain/order';
import type { PendingOrder } from '../../lambdas/ports/intake-store';
import type { Known } from '../overview/figures';
import { ago, missing, moment, money, orderLink, span } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { statusPill } from '../ui/status';
import { LATE } from './dossier';
import type { ListedOrder, OrderPage } from './list-orders';
import { reasonText } from './reason-text';
import { addressOf, isUnfiltered, LEAST_HEX, type OrderSearch } from './search';

export const orderListPage = (
  search: OrderSearch,
  page: OrderPage,
  waiting: Known<readonly PendingOrder[]>,
  now: Date,
): PageContent => ({
  title: 'Orders',
  section: 'orders',
  stream: waiting === LATE ? '/orders/stream' : undefined,
  body: html`${filters(search)}
<div id="orders-waiting">${waitingPart(waiting, now)}</div>
<section class="card" aria-label="Orders found">${page.orders.length === 0 ? nothingFound(search) : table(page.orders)}</section>
${pager(search, page)}`,
});

const filters = ({ text, status, from, to }: OrderSearch): Html => html`
<form class="card filters" action="/orders" role="search">
<div class="wide"><label for="q">Order or customer</label><input id="q" name="q" value="${text}" placeholder="id, beginning of an id, or customer id" autocomplete="off" spellcheck="false"></div>
<div><label for="status">Status</label><select id="status" name="status"><option value="">any</option>
${Object.values(OrderStatus).map((value) => html`<option value="${value}"${value === status && ' selected'}>${value.replace('_', ' ').toLowerCase()}</option>`)}</select></div>
${momentFields('from', 'From', from)}
${momentFields('to', 'To', to)}
<div class="acts"><button class="primary">Search</button><a class="button quiet" href="/orders">Clear</a></div>
</form>`;

/** The whole day, unless a time of it is said. */
const momentFields = (name: 'from' | 'to', label: string, moment = ''): Html => {
  const [day, time] = moment.split('T');
  return html`<div><label for="${name}">${label}</label><span class="moment"><input id="${name}" type="date" name="${name}" value="${day}"><input type="time" name="${name}Time" value="${time}" aria-label="${label}, time of day"></span></div>`;
};

const table = (
  orders: readonly ListedOrder[],
): Html => html`<div class="scroll" tabindex="0" role="group" aria-label="Table of orders"><table>
<thead><tr><th scope="col">Order</th><th scope="col">Accepted</th><th scope="col">Status</th><th scope="col">Why</th><th scope="col" class="n">Total</th><th scope="col" class="n">Took</th><th scope="col">Customer</th></tr></thead>
<tbody>${orders.map(row)}</tbody></table></div>`;

const row = ({
  orderId,
  customerId,
  status,
  totalMinor,
  currency,
  reason,
  acceptedAt,
  updatedAt,
}: ListedOrder): Html => html`<tr>
<th scope="row">${orderLink(orderId)}</th>
<td>${moment(acceptedAt.toISOString())}</td>
<td>${statusPill(status)}</td>
<td>${reasonText(status, reason)}</td>
<td class="n nowrap">${totalMinor !== null && currency !== null && money({ amountMinor: totalMinor, currency })}</td>
<td class="n nowrap">${span(updatedAt.getTime() - acceptedAt.getTime())}</td>
<td><a class="mono" href="${addressOf({ text: customerId })}">${customerId}</a></td></tr>`;

/** No saga has started for them, so the database does not know them yet. */
export function waitingPart(waiting: Known<readonly PendingOrder[]>, now: Date): Child {
  if (waiting.known) {
    return waiting.value.length > 0 && waitingTable(waiting.value, now);
  }
  return html`<section class="card" aria-labelledby="waiting-title"><h2 id="waiting-title">Accepted, and not started</h2>${missing(waiting.why)}</section>`;
}

const waitingTable = (orders: readonly PendingOrder[], now: Date): Html => html`
<section class="card" aria-labelledby="waiting-title"><h2 id="waiting-title">Accepted, and not started</h2>
<div class="scroll" tabindex="0" role="group" aria-label="Table of orders that have not started"><table><thead><tr><th scope="col">Order</th><th scope="col">Accepted</th><th scope="col">Where it is</th></tr></thead>
<tbody>${orders.map(
  ({
    orderId,
    acceptedAt,
    enqueuedAt,
  }) => html`<tr><th scope="row">${orderLink(orderId)}</th><td>${moment(acceptedAt)}, ${ago(acceptedAt, now)} ago</td>
<td>${enqueuedAt === undefined ? 'not in the queue yet; a sweeper sends it' : html`in the queue, or in <a href="/dead-letters?order=${orderId}">its dead letters</a>, unless that was archived`}</td></tr>`,
)}</tbody></table></div></section>`;

const nothingFound = (search: OrderSearch): Child =>
  isUnfiltered(search)
    ? html`<p class="missing">There are no orders yet.</p>`
    : html`<p class="missing">No order is like that. <a href="/orders">Show all orders</a></p>${search.text !== undefined && html`<p class="fine">An order is found by its id or the first ${LEAST_HEX} characters of it or more, and by the whole id of its customer.</p>`}`;

const pager = (search: OrderSearch, { orders, hasMore }: OrderPage): Html => {
  const last = orders.at(-1);
  return html`<nav class="acts" aria-label="Pages">
${search.after !== undefined && html`<a class="button" href="${addressOf(search)}">Newest</a>`}
${hasMore && last && html`<a class="button" rel="next" href="${addressOf(search, { acceptedAt: last.acceptedAt.toISOString(), orderId: last.orderId })}">Older</a>`}
</nav>`;
};
