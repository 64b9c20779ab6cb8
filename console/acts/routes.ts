import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../lambdas/ports/clock';
import type { OperatorActions } from '../../lambdas/ports/operator-actions';
import type { ShowPage } from '../http/pages';
import { actsPage, MOST_ACTS } from './page';

export function addActs(
  app: FastifyInstance,
  {
    actions,
    show,
    clock,
  }: { readonly actions: Pick<OperatorActions, 'newest'>; readonly show: ShowPage; readonly clock: Clock },
): void {
  app.get('/acts', async (request, reply) =>
    show(request, reply, actsPage(await actions.newest({ limit: MOST_ACTS }), clock.now())),
  );
}
