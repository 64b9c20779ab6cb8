import { isFinal } from '../../lambdas/domain/order';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { type Dossier, isWhole } from './dossier';
import { ORDER_PARTS, statusNow } from './order-parts';
import type { OrderView } from './order-view';

/** Of an order that has only just ended, a part of the page may be a moment older than its end. */
const JUST_ENDED_MS = 5_000;

const isAtRest = (dossier: Dossier, now: Date): boolean =>
  isFinal(statusNow(dossier)) && now.getTime() - (dossier.order?.updatedAt.getTime() ?? 0) > JUST_ENDED_MS;

export const orderPage = (dossier: Dossier, view: OrderView): PageContent => {
  const part = (id: string): Child => ORDER_PARTS[id]?.(dossier, view);
  const card = (id: string, title: string): Html =>
    html`<section class="card" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><div id="${id}" class="scroll" tabindex="0" role="group" aria-labelledby="${id}-title">${part(id)}</div></section>`;
  return {
    title: `Order ${dossier.orderId.slice(0, 8)}`,
    section: 'orders',
    aside: html`<span id="order-status" aria-live="polite">${part('order-status')}</span>`,
    // What may still change by itself is followed; a final order is not, once everything about it is here.
    stream: isAtRest(dossier, view.now) && isWhole(dossier) ? undefined : `/orders/${dossier.orderId}/stream`,
    body: html`
<div class="grid sidebar">
<div class="stack">
<section class="card" aria-label="Why it is as it is"><div id="order-why">${part('order-why')}</div></section>
<div id="order-todo">${part('order-todo')}</div>
<div id="order-acts">${part('order-acts')}</div>
${card('order-timeline', 'Timeline')}
</div>
<div class="stack">
<section class="card" aria-label="The order"><div id="order-facts">${part('order-facts')}</div></section>
${card('order-saga', 'Its way through the saga')}
${card('order-books', 'Books of this order')}
${card('order-events', 'Events')}
${card('order-failures', 'Messages that failed')}
${card('order-operators', 'What operators did')}
</div>
</div>
${card('order-trace', 'Trace')}`,
  };
};
