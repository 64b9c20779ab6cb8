import type { FastifyInstance } from 'fastify';
import { inTime } from '../http/in-time';
import type { Poller } from './poller';

/** The numbers are right a moment later all the same. */
const PATIENCE_MS = 1_000;

/** Whoever has done something goes to a page next, whose numbers of what waits should show it. */
export function refreshAfterActs(app: FastifyInstance, poller: Pick<Poller, 'refresh'>): void {
  app.addHook('onSend', async (request, reply) => {
    if (request.method === 'POST' && reply.statusCode === 303) {
      await inTime(poller.refresh(), PATIENCE_MS);
    }
  });
}
