import type { FastifyInstance } from 'fastify';
import type { Clock } from '../lambdas/ports/clock';
import { addAssets } from './http/assets';
import { createServer } from './http/create-server';
import { addErrorPages } from './http/errors';
import { createEventStreams } from './http/event-stream';
import { addHealth, type Dependencies } from './http/health';
import type { Life } from './http/life';
import { createShowPage } from './http/pages';
import { addSecurityHeaders } from './http/security';
import { addMetrics, type Metrics } from './metrics/metrics';
import type { Poller } from './overview/poller';
import { addOverview } from './overview/routes';
import { ownForm, requireSession } from './sign-in/guard';
import type { IdentityProvider } from './sign-in/identity-provider';
import { addSignIn } from './sign-in/routes';
import { createSessions } from './sign-in/session';
import { signedCookies } from './sign-in/signed-cookies';
import { createFlashes } from './ui/flash';
import type { Section } from './ui/layout';

export interface ConsoleSettings {
  readonly publicUrl: string;
  readonly cookieSecrets: readonly string[];
  readonly logLevel: string;
  /** Where the identity provider's pages are: forms may lead there. */
  readonly signInOrigin: string;
}

export interface ConsoleParts {
  readonly life: Life;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly identity: IdentityProvider;
  readonly dependencies: Dependencies;
  readonly poller: Poller;
}

/** The console, ready to listen. */
export async function createConsole(settings: ConsoleSettings, parts: ConsoleParts): Promise<FastifyInstance> {
  const { life, clock, metrics, identity, dependencies, poller } = parts;
  const isSecure = new URL(settings.publicUrl).protocol === 'https:';
  const cookies = signedCookies(isSecure);
  const sessions = createSessions({ cookies, clock });
  const flashes = createFlashes(cookies);
  const streams = createEventStreams({ life, gauge: metrics.streams });
  const sections: readonly Section[] = ['overview'];

  const app = await createServer({ life, cookies, ...settings });
  app.decorateRequest('person', undefined);
  await addSecurityHeaders(app, { isSecure, signInOrigins: [settings.signInOrigin] });
  addErrorPages(app);
  addMetrics(app, metrics);
  addHealth(app, { life, dependencies });
  addAssets(app);
  addSignIn(app, { identity, sessions, cookies, publicUrl: settings.publicUrl });

  const addPages = (pages: FastifyInstance): void => {
    requireSession(pages, sessions);
    const show = createShowPage({ flashes, sections, waiting: () => ({}) });
    pages.post('/sign-out', { preHandler: ownForm(pages) }, async (_request, reply) => {
      sessions.end(reply);
      return reply.redirect('/signed-out', 303);
    });
    addOverview(pages, { poller, streams, show, clock });
  };
  await app.register((pages, _options, done) => {
    addPages(pages);
    done();
  });
  return app;
}
