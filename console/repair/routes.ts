import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../lambdas/ports/clock';
import type { ShowPage } from '../http/pages';
import { repairPage } from './page';
import type { Repairs } from './repairs';

export function addRepair(
  app: FastifyInstance,
  { read, show, clock }: { readonly read: () => Promise<Repairs>; readonly show: ShowPage; readonly clock: Clock },
): void {
  app.get('/repair', async (request, reply) => show(request, reply, repairPage(await read(), clock.now())));
}
