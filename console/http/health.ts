import type { FastifyInstance } from 'fastify';
import { fromInside } from './from-inside';
import type { Life } from './life';

/** What has to work for the console to be of use; each throws when it does not. */
export type Dependencies = Readonly<Record<string, () => Promise<unknown>>>;

/** Below the time-out of a load balancer's check. */
const CHECK_TIMEOUT_MS = 2_000;

/**
 * `/health/live` says that the process answers: restarting it could not help with anything else. `/health/ready` says
 * that a request sent here would be served: dependencies are there, and it is not about to end.
 */
export function addHealth(
  app: FastifyInstance,
  { life, dependencies }: { readonly life: Life; readonly dependencies: Dependencies },
): void {
  app.get('/health/live', { onRequest: fromInside }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );

  app.get('/health/ready', { onRequest: fromInside }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    if (life.phase === 'draining') {
      return reply.code(503).send({ status: 'draining' });
    }
    const checks = Object.fromEntries(
      await Promise.all(
        Object.entries(dependencies).map(async ([name, check]) => [name, await stateOf(check)] as const),
      ),
    );
    const isReady = Object.values(checks).every((state) => state === 'ok');
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable', checks });
  });
}

async function stateOf(check: () => Promise<unknown>): Promise<'ok' | 'unavailable'> {
  const late = Promise.withResolvers<'unavailable'>();
  const timer = setTimeout(() => late.resolve('unavailable'), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([
      check().then(
        () => 'ok' as const,
        () => 'unavailable' as const,
      ),
      late.promise,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
