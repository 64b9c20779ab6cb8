import type { OperatorAction } from '../../lambdas/ports/operator-actions';
import { readableIn } from '../orders/reason-text';
import type { Known } from '../overview/figures';
import { missing, moment, orderLink } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { pill } from '../ui/status';
import { ACT_LABELS } from './labels';

/** More is a question for `order-workflow dead-letters history`. */
export const MOST_ACTS = 100;

const TONES = { begun: 'busy', done: 'good', failed: 'bad' } as const;

/** Who did what, when and why, with every order and dead letter; the newest first. */
export const actsPage = (acts: Known<readonly OperatorAction[]>, now: Date): PageContent => ({
  title: 'Acts',
  section: 'acts',
  body: html`
<section class="card" aria-labelledby="acts-title"><h2 id="acts-title">What operators did</h2>
<p class="fine">Here and on the command line. Each is written down before it is done: one that says <em>begun</em> was interrupted, so look at what it was about.</p>
${acts.known ? list(acts.value, now) : missing(acts.why)}</section>`,
});

const list = (acts: readonly OperatorAction[], now: Date): Html =>
  acts.length === 0
    ? html`<p class="missing">Nobody has done anything yet.</p>`
    : html`${table(acts, now)}${acts.length === MOST_ACTS && html`<p class="fine">These are the newest ${MOST_ACTS}.</p>`}`;

const table = (
  acts: readonly OperatorAction[],
  now: Date,
): Html => html`<div class="scroll" tabindex="0" role="group" aria-label="Table of acts"><table>
<thead><tr><th scope="col">At</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Outcome, and why</th></tr></thead>
<tbody>${acts.map(
  (
    act,
  ) => html`<tr><td class="nowrap">${moment(act.at, now)}</td><th scope="row"${act.bySubject !== undefined && html` title="${act.bySubject}"`}>${act.by}</th><td><strong>${ACT_LABELS[act.kind]}</strong> ${subjectOf(act)}</td>
<td>${pill(TONES[act.outcome], act.outcome)} ${act.reason && readableIn(act.reason)}</td></tr>`,
)}</tbody></table></div>`;

const subjectOf = (act: OperatorAction): Child => [
  act.orderId !== undefined && html`order ${orderLink(act.orderId)}`,
  'letterId' in act &&
    html`<div class="fine">letter <span class="mono">${act.letterId.slice(0, 8)}</span> of ${act.queue}</div>`,
];
