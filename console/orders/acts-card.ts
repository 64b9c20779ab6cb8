import { mayAct } from '../sign-in/operator';
import { type Child, type Html, html } from '../ui/html';
import type { Dossier } from './dossier';
import type { OrderAct } from './order-act';
import type { OrderView } from './order-view';
import type { ReadOrder } from './read-order';
import { seenOf } from './seen';

/** Those acts that fit the order as it stands. Others come and go with its status. */
export function actsCard({ order }: Pick<Dossier, 'order'>, view: OrderView): Child {
  const { acts, person, csrf } = view;
  const offered = order === undefined ? [] : inAdvisedOrder(acts, order);
  const missed = order === undefined ? [] : acts.filter((act) => act.whyNot?.(order) !== undefined);
  if (order === undefined || (offered.length === 0 && missed.length === 0)) {
    return undefined;
  }
  return html`<section class="card" aria-labelledby="acts-title"><h2 id="acts-title">What you can do</h2>
${mayAct(person) ? offered.map((act) => actForm(order, act, csrf)) : offered.length > 0 && html`<p class="missing">${offered.map(({ label }) => label).join(', ')}: for operators. You are here as a viewer.</p>`}
${missed.map((act) => html`<p class="note">“${act.label}” is not offered: ${act.whyNot?.(order)}.</p>`)}
</section>`;
}

const inAdvisedOrder = (acts: readonly OrderAct[], order: ReadOrder): readonly OrderAct[] =>
  acts
    .filter((act) => act.isOffered(order))
    .toSorted((one, other) => Number(other.isAdvised?.(order) ?? false) - Number(one.isAdvised?.(order) ?? false));

function actForm(order: ReadOrder, act: OrderAct, csrf: string): Html {
  const { id, label, explains, question, permission } = act;
  const confirmation = act.confirmation?.(order);
  return html`
<form class="act" method="post" action="/orders/${order.orderId}/acts/${id}">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" id="seen-${id}" name="seen" value="${JSON.stringify(seenOf(order))}">
<p class="fine">${explains}</p>
${question !== undefined && html`<label for="reason-${id}">${question}</label><textarea id="reason-${id}" name="reason" required maxlength="1000"></textarea>`}
${confirmation !== undefined && html`<label class="tick"><input id="confirmed-${id}" type="checkbox" name="confirmed" value="${confirmation}" required> ${confirmation}</label>`}
${permission !== undefined && html`<label class="tick"><input id="permitted-${id}" type="checkbox" name="permitted"> ${permission}</label>`}
<button${act.isAdvised?.(order) && html` class="primary"`}>${label}</button>
</form>`;
}
