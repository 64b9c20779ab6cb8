import { ASSETS } from '../http/assets';
import { mayAct, type Person } from '../sign-in/operator';
import type { Flash } from './flash';
import { type Child, type Html, html } from './html';

export type Section = 'overview' | 'orders' | 'dead-letters' | 'repair' | 'acts' | 'webhooks' | 'mails';

const SECTIONS: readonly { readonly section: Section; readonly href: string; readonly label: string }[] = [
  { section: 'overview', href: '/', label: 'Overview' },
  { section: 'orders', href: '/orders', label: 'Orders' },
  { section: 'dead-letters', href: '/dead-letters', label: 'Dead letters' },
  { section: 'repair', href: '/repair', label: 'Repair' },
  { section: 'acts', href: '/acts', label: 'Acts' },
  { section: 'webhooks', href: '/webhooks', label: 'Webhooks' },
  { section: 'mails', href: '/mails', label: 'Mails' },
];

export interface PageContent {
  readonly title: string;
  readonly section: Section;
  readonly body: Child;
  /** Beside the title: acts and states that belong to the whole page. */
  readonly aside?: Child;
  /** Address of the page's event stream, which replaces parts of it as they change. */
  readonly stream?: string | undefined;
  readonly hasCharts?: boolean;
}

export interface Surroundings {
  readonly person: Person;
  readonly csrf: string;
  readonly flash?: Flash | undefined;
  /** Things that wait for somebody, by section. */
  readonly waiting: Readonly<Partial<Record<Section, number>>>;
  readonly sections: readonly Section[];
}

export const layout = (
  { title, section, body, aside, stream, hasCharts }: PageContent,
  { person, csrf, flash, waiting, sections }: Surroundings,
): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Order console</title>
<link rel="icon" href="${ASSETS.icon}">
${hasCharts && html`<link rel="stylesheet" href="${ASSETS.plotStyle}">`}
<link rel="stylesheet" href="${ASSETS.style}">
<script src="${ASSETS.live}" defer></script>
${hasCharts && html`<script src="${ASSETS.plot}" defer></script><script src="${ASSETS.charts}" defer></script>`}
</head>
<body${stream !== undefined && html` data-stream="${stream}"`}>
<a class="skip" href="#content">Skip to content</a>
<header class="top">
<a class="brand" href="/"><img src="${ASSETS.icon}" alt="" width="22" height="22"><span>Order console</span></a>
<nav aria-label="Main"><ul>
${SECTIONS.filter((entry) => sections.includes(entry.section)).map(
  (entry) =>
    html`<li><a href="${entry.href}"${entry.section === section && html` aria-current="page"`}>${entry.label}${badge(waiting[entry.section])}</a></li>`,
)}
</ul></nav>
<form class="who" method="post" action="/sign-out">
<input type="hidden" name="_csrf" value="${csrf}">
<span class="person"><span class="name">${person.name}</span><span class="role">${person.role}${!mayAct(person) && ', read only'}</span></span>
<button class="quiet">Sign out</button>
</form>
</header>
<main id="content" tabindex="-1">
${flash && html`<p class="flash ${flash.kind}" role="status">${flash.text}</p>`}
<div class="head"><h1>${title}</h1>${aside && html`<div class="aside">${aside}</div>`}</div>
${body}
</main>
<footer class="foot"><span>Times are UTC.</span><span id="connection" role="status" data-has-stream="${stream === undefined ? 'no' : 'yes'}"></span></footer>
</body>
</html>`;

const badge = (count: number | undefined): Child =>
  count !== undefined && count > 0 && html` <span class="badge" aria-label="${count} waiting">${count}</span>`;
