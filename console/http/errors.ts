import type { FastifyError, FastifyInstance } from 'fastify';
import { DependencyUnavailableError } from '../../lambdas/domain/failures';
import { page } from '../ui/bare-page';
import { html } from '../ui/html';

const BACK = html`<p><a class="button" href="/">Back to the overview</a></p>`;

/** What went wrong is in the log under the request's id; the page says what the person can do. */
export function addErrorPages(app: FastifyInstance): void {
  app.setNotFoundHandler(async (_request, reply) =>
    reply
      .code(404)
      .type('text/html')
      .send(page('Not found', html`<p>There is no such page here.</p>${BACK}`).text),
  );

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error instanceof DependencyUnavailableError ? 503 : (error.statusCode ?? 500);
    if (status >= 500) {
      request.log.error({ err: { name: error.name, message: error.message, stack: error.stack } }, 'request failed');
    }
    const [title, text] = explain(status, error);
    return reply
      .code(status)
      .type('text/html')
      .send(page(title, html`<p>${text}</p>${BACK}<p class="fine">Request ${request.id}</p>`).text);
  });
}

function explain(status: number, error: FastifyError): readonly [string, string] {
  if (error instanceof DependencyUnavailableError) {
    return ['Not available', `${asSubject(error.dependency)} cannot be reached at the moment. Try again in a while.`];
  }
  if (status === 403) {
    return ['Not allowed', error.code?.startsWith('FST_CSRF') ? STALE_FORM : error.message];
  }
  return status < 500
    ? ['That did not work', error.message]
    : ['Something broke', 'This is our mistake. The log has what happened, under the request below.'];
}

/** `postgres`, `the tea room`, `intake table` and `Step Functions`, as a sentence begins with them. */
const asSubject = (dependency: string): string =>
  dependency === 'postgres'
    ? 'Postgres'
    : /^[a-z]/.test(dependency)
      ? `The ${dependency.replace(/^the /, '')}`
      : dependency;

const STALE_FORM = 'The page that you sent this from is too old. Go back, load it again, and repeat.';
