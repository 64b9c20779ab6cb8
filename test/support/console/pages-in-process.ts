import fastify, { type FastifyInstance } from 'fastify';
import { createEventStreams } from '../../../console/http/event-stream';
import { createLife } from '../../../console/http/life';
import type { ShowPage } from '../../../console/http/pages';
import { html } from '../../../console/ui/html';

/** What routes of pages need of the console around them. */
export interface Around {
  readonly show: ShowPage;
  readonly streams: ReturnType<typeof createEventStreams>;
  readonly clock: { now(): Date };
}

export interface ServedPages {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly end: () => Promise<void>;
}

/**
 * Pages in this process, for an operator who has signed in. Without cookies, whose plugin no test runner of CommonJS can
 * load; and without their surroundings: the stream's address, if there is one, and the body are what is sent.
 */
export async function servePages(add: (pages: FastifyInstance, around: Around) => void): Promise<ServedPages> {
  const pages = fastify();
  pages.decorateRequest('person', undefined);
  pages.decorateReply('generateCsrf', () => 'token');
  pages.decorate('csrfProtection', (_request, _reply, done) => done());
  pages.addHook('onRequest', async (request) => {
    request.person = { subject: 'ada-1', name: 'ada', role: 'operator' };
  });
  add(pages, {
    show: (_request, reply, { stream, body }) => reply.type('text/html').send(html`stream=${stream} ${body}`.text),
    streams: createEventStreams({ life: createLife(), gauge: { set: () => {} } }),
    clock: { now: () => new Date('2026-03-01T12:00:00.000Z') },
  });
  const url = await pages.listen({ host: '127.0.0.1', port: 0 });
  return {
    ask: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    end: () => pages.close(),
  };
}
