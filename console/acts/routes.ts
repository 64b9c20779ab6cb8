import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../lambdas/ports/clock';
import type { OperatorActions } from '../../lambdas/ports/operator-actions';
import { LIST_PATIENCE_MS } from '../http/in-time';
import type { ShowPage } from '../http/pages';
import { askWithin } from '../overview/gather';
import { actsPage, MOST_ACTS } from './page';

export function addActs(
  app: FastifyInstance,
  {
    actions,
    show,
    clock,
  }: { readonly actions: Pick<OperatorActions, 'newest'>; readonly show: ShowPage; readonly clock: Clock },
): void {
  app.get('/acts', async (request, reply) => {
    const acts = await askWithin(LIST_PATIENCE_MS, () => actions.newest({ limit: MOST_ACTS }));
    return show(request, reply, actsPage(acts, clock.now()));
  });
}
