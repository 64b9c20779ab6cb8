import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import type { LetterGroup } from '../../lambdas/operations/dead-letters/group';
import { readable } from '../orders/reason-text';
import { moment, orderLink } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import { pill } from '../ui/status';

/** More are not read; the groups say how many there are. */
export const MOST_SHOWN = 100;

export const letterAddress = ({ letter }: Pick<AssessedLetter, 'letter'>): string =>
  `/dead-letters/letters/${encodeURIComponent(letter.id)}`;

/** `DependencyUnavailableError: it is away` → dependency unavailable: it is away. As the page of an order says it. */
export const spoken = (failure: string): string => failure.replace(/^\w+(?=: )/, readable);

export const verdictPill = ({ verdict }: Pick<AssessedLetter, 'verdict'>): Html =>
  pill(verdict === 'safe to replay' ? 'good' : 'warn', verdict);

/** What a narrow screen shows before anybody scrolls comes first: the cause, and what can be done. */
export const groupTable = (groups: readonly LetterGroup[]): Html => html`
<div class="scroll" tabindex="0" role="group" aria-label="Table of causes"><table>
<thead><tr><th scope="col">Failed with</th><th scope="col"><span class="hidden">Acts</span></th><th scope="col" class="n">Safe</th><th scope="col" class="n">To look at</th><th scope="col" class="n">Letters</th><th scope="col">Queue</th><th scope="col">Oldest</th></tr></thead>
<tbody>${groups.map(
  ({ fingerprint, queue, failedWith, count, safeToReplay, needsALook, oldest }) => html`<tr>
<th scope="row"><a href="/dead-letters?group=${fingerprint}">${spoken(failedWith)}</a></th>
<td>${safeToReplay > 0 && html`<a class="button" href="/dead-letters/replay?group=${fingerprint}">Dry run</a>`}</td>
<td class="n">${safeToReplay}</td><td class="n">${needsALook}</td><td class="n">${count}</td><td>${queue}</td><td>${moment(oldest)}</td></tr>`,
)}</tbody></table></div>`;

/** The same: the letter, and what is to be thought of it. */
export const letterTable = (letters: readonly AssessedLetter[]): Html => html`
<div class="scroll" tabindex="0" role="group" aria-label="Table of dead letters"><table>
<thead><tr><th scope="col">Letter</th><th scope="col">Verdict</th><th scope="col">Because</th><th scope="col">Order</th><th scope="col" class="n">Replays</th><th scope="col">Sent</th></tr></thead>
<tbody>${letters.slice(0, MOST_SHOWN).map(
  (
    assessed,
  ) => html`<tr><th scope="row"><a class="id" href="${letterAddress(assessed)}">${assessed.letter.id.slice(0, 8)}</a></th>
<td>${verdictPill(assessed)}</td><td>${assessed.because}</td><td>${orderOf(assessed)}</td><td class="n">${assessed.letter.replays}</td><td>${moment(assessed.letter.sentAt)}</td></tr>`,
)}</tbody></table></div>
${letters.length > MOST_SHOWN && html`<p class="fine">${letters.length - MOST_SHOWN} more are not shown.</p>`}`;

const UUID = /^[0-9a-f-]{36}$/;

export const orderOf = ({ orderId, standing }: Pick<AssessedLetter, 'orderId' | 'standing'>): Child =>
  orderId === undefined
    ? 'none is named'
    : html`${UUID.test(orderId) ? orderLink(orderId) : orderId} <span class="fine">${standing.status?.toLowerCase().replace('_', ' ') ?? standing.stands}</span>`;
