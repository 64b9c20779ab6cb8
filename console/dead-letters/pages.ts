import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { groupLetters } from '../../lambdas/operations/dead-letters/group';
import type { ReplayPlan } from '../../lambdas/operations/dead-letters/plan-replay';
import { moment, plural } from '../ui/format';
import { type Child, type Html, html } from '../ui/html';
import type { PageContent } from '../ui/layout';
import { pill } from '../ui/status';
import type { Job, Look } from './letter-desk';
import { groupTable, letterTable, spoken } from './letter-tables';

export interface Filter {
  readonly group?: string | undefined;
  readonly orderId?: string | undefined;
}

export const lettersPage = (look: Look | undefined, filter: Filter, job: Job | undefined, now: Date): PageContent => ({
  title: 'Dead letters',
  section: 'dead-letters',
  stream: look === undefined || job?.hasEnded === false ? `/dead-letters/stream?${queryOf(filter)}` : undefined,
  aside: html`<a class="button" href="/dead-letters?look=again&amp;${queryOf(filter)}">Look again</a>`,
  body: html`<div id="job">${jobPart(job)}</div><div id="letters">${lettersPart(look, filter, now)}</div>`,
});

const queryOf = ({ group, orderId }: Filter): string =>
  new URLSearchParams({
    ...(group === undefined ? {} : { group }),
    ...(orderId === undefined ? {} : { order: orderId }),
  }).toString();

export function lettersPart(look: Look | undefined, filter: Filter, now: Date): Html {
  if (look === undefined) {
    return html`<section class="card"><p class="missing" role="status">Looking into the queues …</p></section>`;
  }
  const { at, letters } = look;
  const { group, orderId } = filter;
  const chosen = letters.filter(
    (letter) =>
      (group === undefined || letter.fingerprint === group) && (orderId === undefined || letter.orderId === orderId),
  );
  const isFiltered = group !== undefined || orderId !== undefined;
  return html`
<section class="card" aria-labelledby="groups-title"><h2 id="groups-title">By cause <span class="fine">as of ${moment(at.toISOString(), now)}</span></h2>
<p class="fine">Messages that failed too often, or can never succeed. A replay sends one back to its queue, where it is tried as if it were new. A dry run shows what would go and what would stay, and does nothing yet.</p>
${letters.length === 0 ? html`<p class="calm plain-calm">${pill('good', 'none')} No message was given up.</p>` : groupTable(groupLetters(letters))}
${letters.some(({ replayable }) => replayable === 'yes') && html`<p class="acts"><a class="button primary" href="/dead-letters/replay">Dry run of everything that is safe</a></p>`}
</section>
${isFiltered ? filtered(filter, chosen) : letters.length > 0 && html`<section class="card" aria-labelledby="letters-title"><h2 id="letters-title">All letters, oldest first</h2>${letterTable(letters)}</section>`}`;
}

const filtered = (filter: Filter, chosen: readonly AssessedLetter[]): Html => html`
<section class="card" aria-labelledby="letters-title"><h2 id="letters-title">${headingOf(filter, chosen)}</h2>
${chosen.length === 0 ? html`<p class="missing">None is to be had: it has been dealt with, or somebody is holding it.</p>` : letterTable(chosen)}
<p class="acts">${chosen.some(({ replayable }) => replayable === 'yes') && filter.group !== undefined && html`<a class="button primary" href="/dead-letters/replay?group=${filter.group}">Dry run</a>`}<a class="button quiet" href="/dead-letters">Show all</a></p></section>`;

const headingOf = ({ orderId }: Filter, [first]: readonly AssessedLetter[]): Child =>
  orderId === undefined
    ? first === undefined
      ? 'This cause'
      : spoken(first.failedWith)
    : html`Letters of order <span class="mono">${orderId.slice(0, 8)}</span>`;

/** How far the last job is, or how it ended. */
export function jobPart(job: Job | undefined): Child {
  if (job === undefined) {
    return undefined;
  }
  const { treatment, by, total, outcomes, hasEnded } = job;
  const failed = outcomes.filter(({ outcome }) => outcome !== 'done');
  const words = `${treatment} by ${by}: ${outcomes.length - failed.length} of ${total} done${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
  return html`<section class="card" aria-label="Work on dead letters"><p>${pill(hasEnded ? (failed.length > 0 ? 'bad' : 'good') : 'busy', hasEnded ? 'ended' : 'at work')} ${words}</p>
${!hasEnded && html`<progress max="${total}" value="${outcomes.length}" aria-label="${words}"></progress>`}
${hasEnded && html`<p><a href="/acts">What was done about which order</a></p>`}
${failed.length > 0 && html`<ul class="plain">${failed.slice(0, 10).map(({ letterId, why }) => html`<li><span class="mono">${letterId.slice(0, 8)}</span> ${why}</li>`)}</ul>`}</section>`;
}

/** What would be done, before it is. */
export const planPage = (
  plan: ReplayPlan,
  { csrf, canAct, isOfOneCause }: { readonly csrf: string; readonly canAct: boolean; readonly isOfOneCause: boolean },
): PageContent => ({
  title: 'Dry run',
  section: 'dead-letters',
  body: plan.replay.length + plan.leave.length === 0 ? NOTHING_THERE : planned(plan, csrf, canAct, isOfOneCause),
});

const NOTHING_THERE = html`<section class="card"><p>None of these letters is to be had at the moment: they have been dealt with, or somebody is holding them.</p>
<p class="acts"><a class="button" href="/dead-letters?look=again">Look at all of them</a></p></section>`;

const planned = (plan: ReplayPlan, csrf: string, canAct: boolean, isOfOneCause: boolean): Html => html`
<section class="card" aria-labelledby="plan-title"><h2 id="plan-title">${plural(plan.replay.length, 'letter')} would go back to ${plan.replay.length === 1 ? 'its queue' : 'their queues'}, ${plan.leave.length} would stay</h2>
<p>${isOfOneCause ? causeOf(plan) : 'Of all letters, whatever they failed with.'}</p>
<p class="fine">Nothing has been done yet. A message is sent before its letter is removed, at most ten a second. One that is sent twice has its effect once.</p>
${replayForm(plan, csrf, canAct)}
${plan.replay.length > 0 && letterTable(plan.replay)}</section>
${plan.leave.length > 0 && html`<section class="card" aria-labelledby="leave-title"><h2 id="leave-title">These stay: somebody has to look at each</h2>${letterTable(plan.leave)}</section>`}`;

function causeOf({ replay, leave }: ReplayPlan): Child {
  const [{ isExplained, failedWith } = { isExplained: false, failedWith: '' }] = [...replay, ...leave];
  return `${isExplained ? 'Of those that failed with:' : 'Of those whose failure is'} ${spoken(failedWith)}`;
}

/** It names the letters that are shown: one that came since is not replayed, since nobody has seen it. */
function replayForm({ replay }: ReplayPlan, csrf: string, canAct: boolean): Html {
  const back = html`<a class="button quiet" href="/dead-letters">Leave them</a>`;
  if (!canAct || replay.length === 0) {
    return html`<p class="acts">${!canAct && html`<span class="missing">Replaying is for operators. You are here as a viewer.</span>`}${back}</p>`;
  }
  return html`<form class="acts" method="post" action="/dead-letters/replay"><input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="letters" value="${replay.map(({ letter }) => letter.id).join(' ')}">
<button class="primary">Replay ${plural(replay.length, 'letter')}</button>${back}</form>`;
}
