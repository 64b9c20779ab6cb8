import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { DependencyUnavailableError } from '../../lambdas/domain/failures';
import { page } from '../ui/bare-page';
import { html } from '../ui/html';
import type { IdentityProvider } from './identity-provider';
import type { Sessions } from './session';
import { readSigned, type SignedCookies } from './signed-cookies';

const ATTEMPT_SECONDS = 600;

const attemptSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

/** Where a person wanted to go, as long as it is with us: another site must not be reached by a link to our sign-in. */
export const ownPath = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(to) && !to.startsWith('/sign-') ? to : '/';

export function addSignIn(
  app: FastifyInstance,
  {
    identity,
    sessions,
    cookies,
    publicUrl,
  }: {
    readonly identity: IdentityProvider;
    readonly sessions: Sessions;
    readonly cookies: SignedCookies;
    readonly publicUrl: string;
  },
): void {
  const attemptCookie = cookies.nameOf('sign-in');

  app.get<{ Querystring: { to?: string } }>('/sign-in', async (request, reply) => {
    const { url, attempt } = await identity.begin();
    const value = JSON.stringify({ ...attempt, to: ownPath(request.query.to) });
    reply.setCookie(attemptCookie, value, { ...cookies.options, maxAge: ATTEMPT_SECONDS });
    return reply.redirect(url.href, 303);
  });

  app.get('/sign-in/callback', async (request, reply) => {
    const attempt = readSigned(request, attemptCookie, attemptSchema);
    reply.clearCookie(attemptCookie, cookies.options);
    if (attempt === undefined) {
      return reply.redirect('/sign-in', 303); // it took too long, or began elsewhere
    }
    try {
      const person = await identity.finish(new URL(request.url, publicUrl), attempt);
      if (person === undefined) {
        return reply.code(403).type('text/html').send(refused('Your account has no access to this console.').text);
      }
      sessions.begin(reply, person);
      request.log.info({ subject: person.subject, role: person.role }, 'signed in');
      return reply.redirect(ownPath(attempt.to), 303);
    } catch (error) {
      if (error instanceof DependencyUnavailableError) {
        throw error;
      }
      request.log.warn({ err: error }, 'sign-in failed');
      return reply.code(403).type('text/html').send(refused('The sign-in did not work.').text);
    }
  });

  app.get('/signed-out', async (_request, reply) =>
    reply
      .type('text/html')
      .send(
        page(
          'Signed out',
          html`<p>You are signed out of the console.</p><p><a class="button primary" href="/sign-in">Sign in again</a></p>`,
        ).text,
      ),
  );
}

const refused = (why: string) =>
  page('No access', html`<p>${why}</p><p><a class="button primary" href="/sign-in">Try again</a></p>`);
