import type { FastifyInstance } from 'fastify';
import type { ShowPage } from '../http/pages';
import { ask, type Source } from '../overview/gather';
import { missing, moment } from '../ui/format';
import { type Html, html } from '../ui/html';
import type { LocalMail } from './mailbox';

/** What customers would have in their mailboxes. Only where mails do not leave the machine: they are personal. */
export function addMails(
  app: FastifyInstance,
  { mails, show }: { readonly mails: Source<readonly LocalMail[]>; readonly show: ShowPage },
): void {
  app.get('/mails', async (request, reply) => {
    const found = await ask(mails);
    return show(request, reply, {
      title: 'Mails',
      section: 'mails',
      body: found.known ? list(found.value) : html`<section class="card">${missing(found.why)}</section>`,
    });
  });
}

const list = (mails: readonly LocalMail[]): Html => html`
<p class="fine">What was sent since the local cloud started. In AWS mails go to their customers, and the console does not see them.</p>
${mails.length === 0 && html`<section class="card"><p class="missing">No mail has been sent.</p></section>`}
${mails.map(
  ({ to, subject, body, at }) =>
    html`<section class="card"><h2>${subject}</h2><p class="fine">to ${to.join(', ')}${at !== undefined && html`, ${moment(at)}`}</p><pre tabindex="0">${body}</pre></section>`,
)}`;
