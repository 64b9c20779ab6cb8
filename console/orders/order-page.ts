import { isFinal } from '../../lambdas/domain/order';
import { mayAct, type Person } from '../sign-in/operator';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { type Dossier, isWhole } from './dossier';
import type { OrderAct } from './order-act';
import { ORDER_PARTS, statusNow } from './order-parts';
import { whatToDo } from './what-to-do';

export const orderPage = (
  dossier: Dossier,
  {
    acts,
    person,
    csrf,
    now,
  }: { readonly acts: readonly OrderAct[]; readonly person: Person; readonly csrf: string; readonly now: Date },
): PageContent => {
  const part = (id: string): Child => ORDER_PARTS[id]?.(dossier, now);
  const card = (id: string, title: string): Html =>
    html`<section class="card" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2><div id="${id}" class="scroll" tabindex="0" role="group" aria-labelledby="${id}-title">${part(id)}</div></section>`;
  return {
    title: `Order ${dossier.orderId.slice(0, 8)}`,
    section: 'orders',
    aside: html`<span id="order-status" aria-live="polite">${part('order-status')}</span>`,
    // What may still change by itself is followed; a final order is not, once everything about it is here.
    stream: isFinal(statusNow(dossier)) && isWhole(dossier) ? undefined : `/orders/${dossier.orderId}/stream`,
    body: html`
<div class="grid sidebar">
<div class="stack">
<section class="card" aria-label="Why it is as it is"><div id="order-why">${part('order-why')}</div></section>
${whatToDo(dossier)}
${actsCard(dossier, acts, person, csrf)}
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

/** Those acts that fit the order as it stands. Others come and go with its status. */
function actsCard({ orderId, order }: Dossier, acts: readonly OrderAct[], person: Person, csrf: string): Child {
  const offered = order === undefined ? [] : acts.filter((act) => act.isOffered(order));
  if (offered.length === 0) {
    return undefined;
  }
  return html`<section class="card" aria-labelledby="acts-title"><h2 id="acts-title">What you can do</h2>
${mayAct(person) ? offered.map((act) => actForm(orderId, act, csrf)) : html`<p class="missing">${offered.map(({ label }) => label).join(', ')}: for operators. You are here as a viewer.</p>`}
</section>`;
}

const actForm = (orderId: string, { id, label, explains, needsReason }: OrderAct, csrf: string): Html => html`
<form class="act" method="post" action="/orders/${orderId}/acts/${id}">
<input type="hidden" name="_csrf" value="${csrf}">
<p class="fine">${explains}</p>
${needsReason && html`<label for="reason-${id}">How it was settled</label><textarea id="reason-${id}" name="reason" required maxlength="1000"></textarea>`}
<button>${label}</button>
</form>`;
