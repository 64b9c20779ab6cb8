import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { SignedCookies } from '../sign-in/signed-cookies';
import type { Life } from './life';
import { personOf } from './pages';

/** Longer than the idle time-out of a load balancer, so that it never sends into a connection that we are closing. */
const KEEP_ALIVE_MS = 135_000;
const REQUEST_MS = 30_000;
/** A form with an edited message is the largest thing that anyone sends. */
const BODY_BYTES = 512 * 1024;

export interface ServerSettings {
  readonly life: Life;
  readonly cookies: SignedCookies;
  /** The newest first: it signs, all of them verify. */
  readonly cookieSecrets: readonly string[];
  readonly logLevel: string;
}

/** The HTTP server without any page: bounds, cookies, forms, and a log that names routes and nobody. */
export async function createServer({
  life,
  cookies,
  cookieSecrets,
  logLevel,
}: ServerSettings): Promise<FastifyInstance> {
  const [newest = ''] = cookieSecrets;
  const app = fastify({
    logger: { level: logLevel, base: { service: 'order-console' } },
    // One line for each request, below, without what a person typed into the address.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    // Whoever got through is served, also while we end.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
  });

  await app.register(cookie, { secret: [...cookieSecrets] });
  await app.register(formbody);
  await app.register(csrf, {
    cookieKey: cookies.nameOf('csrf'),
    cookieOpts: cookies.options,
    csrfOpts: { hmacKey: newest, userInfo: true },
    getUserInfo: (request) => personOf(request).subject,
    getToken: (request) => (request.body as { _csrf?: string } | undefined)?._csrf,
  });

  app.addHook('onSend', async (_request, reply) => {
    if (life.phase === 'draining') {
      reply.header('connection', 'close'); // the next request finds another console
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    if (!request.url.startsWith('/health/') && !request.url.startsWith('/assets/')) {
      const route = request.is404 ? 'unmatched' : request.routeOptions.url;
      const ms = Math.round(reply.elapsedTime);
      request.log.info(
        { method: request.method, route, status: reply.statusCode, ms, by: request.person?.subject },
        'answered',
      );
    }
  });
  return app;
}
