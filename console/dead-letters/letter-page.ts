import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { MOST_REPLAYS } from '../../lambdas/operations/dead-letters/bounds';
import { lossWith } from '../../lambdas/operations/dead-letters/check-archive';
import type { OperatorAction } from '../../lambdas/ports/operator-actions';
import { ACT_LABELS } from '../acts/labels';
import { readable } from '../orders/reason-text';
import { moment } from '../ui/format';
import { type Child, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { letterAddress, orderOf, spoken, verdictPill } from './letter-tables';

/** A message that somebody has edited, and why it was not sent. */
export interface RefusedEdit {
  readonly body: string;
  readonly why: string;
}

interface Around {
  readonly csrf: string;
  readonly canAct: boolean;
  readonly refused?: RefusedEdit | undefined;
}

export const letterPage = (
  assessed: AssessedLetter,
  actions: readonly OperatorAction[],
  { canAct, ...around }: Around,
): PageContent => {
  const { letter, queue, because, failedWith, isExplained, fingerprint } = assessed;
  return {
    title: `Dead letter ${letter.id.slice(0, 8)}`,
    section: 'dead-letters',
    aside: verdictPill(assessed),
    body: html`
<div class="grid sidebar"><div class="stack">
<section class="card" aria-label="Explanation"><p class="lead">${isExplained ? 'It failed with:' : 'Why it failed is'} ${spoken(failedWith)}</p><p class="sentence">${because}.</p>
<dl class="facts"><dt>Queue</dt><dd>${queue}</dd><dt>Order</dt><dd>${orderOf(assessed)}</dd><dt>Sent</dt><dd>${moment(letter.sentAt)}</dd>
<dt>Replays</dt><dd>${letter.replays}</dd><dt>Cause</dt><dd><a href="/dead-letters?group=${fingerprint}">all letters of this cause</a></dd></dl></section>
<section class="card" aria-labelledby="failures-title"><h2 id="failures-title">Each receive that failed</h2>${failureList(assessed)}</section>
<section class="card" aria-labelledby="body-title"><h2 id="body-title">The message</h2><pre tabindex="0">${letter.body}</pre></section>
</div><div class="stack">
<section class="card" aria-labelledby="acts-title"><h2 id="acts-title">What you can do</h2>${canAct ? forms(assessed, around) : html`<p class="missing">Acting is for operators. You are here as a viewer.</p>`}</section>
<section class="card" aria-labelledby="done-title"><h2 id="done-title">What operators did</h2>${actionList(actions)}</section>
</div></div>`,
  };
};

const failureList = ({ failures }: AssessedLetter): Child =>
  failures.length === 0
    ? html`<p class="missing">No failure is on record: its consumer died, or was never called.</p>`
    : html`<ol class="timeline">${failures.map(({ at, attempt, errorName, message }) => html`<li class="bad">${moment(at)}<div><strong>receive ${attempt}</strong><span class="fine">${readable(errorName)}: ${message}</span></div></li>`)}</ol>`;

const actionList = (actions: readonly OperatorAction[]): Child =>
  actions.length === 0
    ? html`<p class="missing">Nothing yet.</p>`
    : html`<ul class="plain">${actions.map(({ at, by, kind, outcome, reason }) => html`<li>${moment(at)} ${ACT_LABELS[kind]} by ${by}: ${outcome}${reason && html`, ${reason}`}</li>`)}</ul>`;

function forms(assessed: AssessedLetter, { csrf, refused }: Omit<Around, 'canAct'>): readonly Child[] {
  const address = letterAddress(assessed);
  const token = html`<input type="hidden" name="_csrf" value="${csrf}">`;
  const loss = lossWith(assessed);
  const isSafe = assessed.replayable === 'yes';
  const needsRepair = assessed.replayable === 'no' && loss !== undefined && assessed.letter.replays < MOST_REPLAYS;
  const replay =
    assessed.replayable !== 'no' &&
    html`<form class="act" method="post" action="${address}/replay">${token}<p class="fine">Sends the message back to its queue as it is${!isSafe && ': you have looked, and want it all the same'}.</p><button${isSafe && html` class="primary"`}>${ACT_LABELS.replay}</button></form>`;
  const archive = html`<form class="act" method="post" action="${address}/archive">${token}<p class="fine">Takes it out of the dead letters for good. The record of it keeps the message.</p><label for="reason">Why nobody waits for it</label><input id="reason" name="reason" required maxlength="500">
${loss !== undefined && html`<label class="tick"><input id="abandoned" type="checkbox" name="abandoned" required> I know: ${loss}.</label>`}<button>${ACT_LABELS.archive}</button></form>`;
  const edit = html`<details id="edit"${(refused || needsRepair) && ' open'}><summary>${ACT_LABELS['edit-and-replay']}</summary><form class="act" method="post" action="${address}/edit">${token}
${refused && html`<p class="flash failed" role="alert">That was not done: ${refused.why}.</p>`}
<label for="payload">The message, repaired. It must stay the message of the same order, with what its customer has placed.</label><textarea id="payload" name="payload" rows="10" class="mono" spellcheck="false" required>${refused?.body ?? assessed.letter.body}</textarea><button${needsRepair && html` class="primary"`}>${ACT_LABELS['edit-and-replay']}</button></form></details>`;
  if (needsRepair) {
    return [edit, archive];
  }
  // An order that has not ended needs its letter rather sent than taken away.
  return isSafe || loss !== undefined ? [replay, edit, archive] : [archive, replay, edit];
}
