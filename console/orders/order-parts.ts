import type { OrderStatus } from '../../lambdas/domain/order';
import type { Failure } from '../../lambdas/ports/failure-records';
import { ACT_LABELS } from '../acts/labels';
import { missing, moment, money, plural, span } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import { statusPill } from '../ui/status';
import { actsCard } from './acts-card';
import type { Dossier } from './dossier';
import { explain } from './explain';
import type { OrderView } from './order-view';
import { readable, readableIn } from './reason-text';
import { sagaDiagram } from './saga-diagram';
import { timelineList } from './timeline-list';
import { traceWaterfall } from './trace-waterfall';
import { whatToDo } from './what-to-do';

/** The parts of an order's page that change while it is on its way, by the id of their element. */
export const ORDER_PARTS: { readonly [id: string]: (dossier: Dossier, view: OrderView) => Child } = {
  'order-status': (dossier) => statusOf(dossier),
  'order-why': (dossier) => why(dossier),
  'order-todo': (dossier) => whatToDo(dossier),
  'order-acts': (dossier, view) => actsCard(dossier, view),
  'order-facts': (dossier) => facts(dossier),
  'order-saga': ({ definition, walk }, { now }) =>
    definition.known && walk.known
      ? html`${sagaDiagram(definition.value, walk.value, now)}${legend()}`
      : missing(definition.known ? (walk.known ? '' : walk.why) : definition.why),
  'order-timeline': ({ timeline }) => (timeline.known ? timelineList(timeline.value) : missing(timeline.why)),
  'order-trace': ({ traces }) => (traces.known ? traceWaterfall(traces.value) : missing(traces.why)),
  'order-events': (dossier) => events(dossier),
  'order-books': (dossier) => books(dossier),
  'order-failures': (dossier) => failures(dossier),
  'order-operators': (dossier) => operators(dossier),
};

export const statusNow = ({ order }: Dossier): OrderStatus => order?.status ?? 'RECEIVED';

const statusOf = (dossier: Dossier): Html =>
  html`${statusPill(statusNow(dossier))}${dossier.order?.isResolved && html` <span class="pill idle">resolved by hand</span>`}`;

function why({ order, resolutions, walk, timeline, actions }: Dossier): Html {
  if (order === undefined) {
    return html`<p class="lead">Accepted. Its saga has not started yet: ${whereItWaits(actions)}.</p>`;
  }
  const { headline, facts: sentences } = explain(order, {
    walk: walk.known ? walk.value : undefined,
    isRefundedOutside: timeline.known && timeline.value.entries.some(({ kind }) => kind === 'refund'),
  });
  const [resolution] = resolutions;
  return html`<p class="lead">${headline}</p><ul class="plain">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${resolution && html`<p class="note">${resolution.by} marked it as resolved at ${moment(resolution.at)}: “${resolution.reason}”</p>`}`;
}

/** A message that was archived waits nowhere, and its order with it. */
function whereItWaits(actions: Dossier['actions']): Child {
  const last = actions.known ? actions.value.findLast((action) => 'letterId' in action) : undefined;
  return last?.kind === 'archive' && last.outcome !== 'failed'
    ? html`${last.by} archived its message at ${moment(last.at)}, so nothing carries it any more. The record of that keeps the message`
    : `its message waits in the queue, or in the dead letters${actions.known ? '' : ', unless it was archived'}`;
}

function facts({ orderId, order, accepted }: Dossier): Html {
  const customerId = order?.customerId ?? accepted?.customerId ?? '';
  const lines = order?.lines ?? accepted?.lines ?? [];
  const acceptedAt = order?.acceptedAt.toISOString() ?? accepted?.acceptedAt ?? '';
  return html`<dl class="facts">
<dt>Order</dt><dd class="mono">${orderId}</dd>
<dt>Customer</dt><dd><a class="mono" href="/orders?q=${encodeURIComponent(customerId)}">${customerId}</a></dd>
<dt>Accepted</dt><dd>${moment(acceptedAt)}</dd>
${order && html`<dt>Last change</dt><dd>${moment(order.updatedAt.toISOString())}, ${span(order.updatedAt.getTime() - order.acceptedAt.getTime())} after that</dd>`}
<dt>Articles</dt><dd><ul class="plain">${lines.map(({ sku, quantity }) => html`<li>${quantity} × <span class="mono">${sku}</span></li>`)}</ul></dd>
<dt>Total</dt><dd>${order && order.totalMinor !== null && order.currency !== null ? money({ amountMinor: order.totalMinor, currency: order.currency }) : 'not priced'}</dd>
</dl>`;
}

const legend = (): Html =>
  html`<ul class="legend saga-legend"><li class="done">done</li><li class="refused">refused</li><li class="broken">broke</li><li class="handed-over">handed over to people</li><li class="running">at it now</li><li class="unseen">not passed</li></ul>`;

const events = ({ order }: Dossier): Html =>
  order === undefined
    ? html`<p class="missing">None yet.</p>`
    : html`<table><thead><tr><th scope="col" class="n">No.</th><th scope="col">Event</th><th scope="col">Status</th><th scope="col">At</th></tr></thead>
<tbody>${(order.events ?? []).map(
        ({ sequence, type, status, occurredAt }, index, all) =>
          html`<tr><td class="n">${sequence}</td><td>${type}</td><td>${status === all[index - 1]?.status ? html`<span class="fine">as before</span>` : statusPill(status)}</td><td>${moment(occurredAt)}</td></tr>`,
      )}</tbody></table>`;

function books({ order }: Dossier): Html {
  if (order === undefined) {
    return html`<p class="missing">Nothing is on record yet.</p>`;
  }
  const { reservation, payment, shipment } = order;
  const row = (name: string, state: string | undefined, ids: Child): Html =>
    html`<tr><th scope="row">${name}</th><td>${state ?? 'no record'}</td><td class="mono whole">${ids}</td></tr>`;
  return html`<table><thead><tr><th scope="col">Participant</th><th scope="col">State</th><th scope="col">Ids</th></tr></thead><tbody>
${row('Reservation', reservation?.state, '')}
${row('Payment', payment?.state, html`${payment?.intentId}${payment?.refundId && html`<br>${payment.refundId}`}${payment?.declineCode && html`<br>${payment.declineCode}`}`)}
${row('Shipment', shipment?.state, shipment?.shipmentId ?? shipment?.refusalReason ?? '')}
</tbody></table>`;
}

/** Of an outage an order may have a hundred. */
const FAILURES_SHOWN = 6;

const failures = ({ orderId, failures: known }: Dossier): Html => {
  if (!known.known) {
    return missing(known.why);
  }
  const [older, latest] = [known.value.slice(0, -FAILURES_SHOWN), known.value.slice(-FAILURES_SHOWN)];
  return latest.length === 0
    ? html`<p class="missing">No message of this order has failed.</p>`
    : html`${older.length > 0 && html`<details id="older-failures"><summary>${plural(older.length, 'earlier failure')}</summary>${failureTable(older)}</details>`}
${failureTable(latest)}
<p><a href="/dead-letters?order=${orderId}">Look for its dead letters</a></p>`;
};

const failureTable = (failed: readonly Failure[]): Html =>
  html`<table><thead><tr><th scope="col">At</th><th scope="col">Consumer</th><th scope="col" class="n">Try</th><th scope="col">Failure</th></tr></thead>
<tbody>${failed.map(({ at, consumer, attempt, errorName, message }) => html`<tr><td>${moment(at)}</td><td>${consumer}</td><td class="n">${attempt}</td><td><strong>${readable(errorName)}</strong> ${message}</td></tr>`)}</tbody></table>`;

const operators = ({ actions }: Dossier): Html =>
  actions.known
    ? actions.value.length === 0
      ? html`<p class="missing">Nobody has done anything about this order.</p>`
      : html`<table><thead><tr><th scope="col">At</th><th scope="col">Who</th><th scope="col">Act</th><th scope="col">Outcome</th></tr></thead>
<tbody>${actions.value.map(({ at, by, kind, outcome, reason }) => html`<tr><td>${moment(at)}</td><td>${by}</td><td>${ACT_LABELS[kind]}</td><td>${outcome}${reason && html`: ${readableIn(reason)}`}</td></tr>`)}</tbody></table>`
    : missing(actions.why);
