import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { personOf } from '../http/pages';
import { mayAct } from './operator';
import type { Sessions } from './session';

export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
  readonly statusCode = 403;
}

/** Lets nobody in who is not signed in. Everything that changes something asks for more: see `operatorsOnly`. */
export function requireSession(app: FastifyInstance, sessions: Sessions): void {
  app.addHook('onRequest', async (request, reply) => {
    request.person = sessions.of(request);
    if (request.person === undefined) {
      const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
      return isPage ? reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303) : reply.code(401).send();
    }
    return undefined;
  });
}

/**
 * Before every act: the form is ours, and the person may. A browser says itself when a form comes from another site; the
 * token is for those that do not.
 */
export const operatorsOnly = (app: FastifyInstance) => [fromHere, app.csrfProtection, allowedOperator];

/** The same without the role: signing out. */
export const ownForm = (app: FastifyInstance) => [fromHere, app.csrfProtection];

async function fromHere(request: FastifyRequest): Promise<void> {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new NotAllowedError('This was sent from another site.');
  }
}

async function allowedOperator(request: FastifyRequest, _reply: FastifyReply): Promise<void> {
  if (!mayAct(personOf(request))) {
    throw new NotAllowedError('You may look at everything, and change nothing. Ask for the role of an operator.');
  }
}
