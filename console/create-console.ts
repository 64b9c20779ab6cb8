import type { FastifyInstance } from 'fastify';
import type { OperatedQueue } from '../lambdas/operations/dead-letters/redrivable-queues';
import type { Clock } from '../lambdas/ports/clock';
import type { IntakeStore } from '../lambdas/ports/intake-store';
import type { OperatorActions } from '../lambdas/ports/operator-actions';
import type { FindStanding } from '../lambdas/ports/order-standing';
import { addActs } from './acts/routes';
import type { LetterDesk } from './dead-letters/letter-desk';
import { addDeadLetters } from './dead-letters/routes';
import { addAssets } from './http/assets';
import { createServer } from './http/create-server';
import { addErrorPages } from './http/errors';
import { createEventStreams } from './http/event-stream';
import { addHealth, type Dependencies } from './http/health';
import type { Life } from './http/life';
import { createShowPage } from './http/pages';
import { addSecurityHeaders } from './http/security';
import type { LocalMail } from './mails/mailbox';
import { addMails } from './mails/routes';
import { addMetrics, type Metrics } from './metrics/metrics';
import { addOrders, type OrderRoutes } from './orders/routes';
import type { OverviewFigures } from './overview/figures';
import type { Source } from './overview/gather';
import type { Poller } from './overview/poller';
import { refreshAfterActs } from './overview/refresh-after-acts';
import { addOverview } from './overview/routes';
import type { Repairs } from './repair/repairs';
import { addRepair } from './repair/routes';
import { ownForm, requireSession } from './sign-in/guard';
import type { IdentityProvider } from './sign-in/identity-provider';
import { addSignIn } from './sign-in/routes';
import { createSessions } from './sign-in/session';
import { signedCookies } from './sign-in/signed-cookies';
import { traceRequests } from './tracing/trace-requests';
import { createFlashes } from './ui/flash';
import type { Section } from './ui/layout';
import { addWebhooks, type WebhookSources } from './webhooks/routes';

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
  readonly orders: Pick<OrderRoutes, 'list' | 'notStarted' | 'sources' | 'acts'>;
  readonly desk: LetterDesk;
  readonly queues: readonly Pick<OperatedQueue, 'name' | 'kind'>[];
  readonly findStanding: FindStanding;
  readonly intake: Pick<IntakeStore, 'find'>;
  readonly actions: Pick<OperatorActions, 'actionsOn' | 'newest'>;
  readonly repairs: () => Promise<Repairs>;
  readonly webhooks: WebhookSources;
  /** Not there in AWS, where mails are nobody's business but the customer's. */
  readonly mails?: Source<readonly LocalMail[]>;
}

/** The console, ready to listen. */
export async function createConsole(settings: ConsoleSettings, parts: ConsoleParts): Promise<FastifyInstance> {
  const { life, clock, metrics, identity, dependencies, poller } = parts;
  const isSecure = new URL(settings.publicUrl).protocol === 'https:';
  const cookies = signedCookies(isSecure);
  const sessions = createSessions({ cookies, clock });
  const flashes = createFlashes(cookies);
  const streams = createEventStreams({ life, gauge: metrics.streams });
  const sections: readonly Section[] = [
    ...(['overview', 'orders', 'dead-letters', 'repair', 'acts', 'webhooks'] as const),
    ...(parts.mails === undefined ? [] : (['mails'] as const)),
  ];

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
    traceRequests(pages);
    refreshAfterActs(pages, poller);
    const show = createShowPage({ flashes, sections, waiting: () => waitingIn(poller.current) });
    const common = { ...parts, streams, flashes, show, counter: metrics.acts };
    pages.post('/sign-out', { preHandler: ownForm(pages) }, async (_request, reply) => {
      sessions.end(reply);
      return reply.redirect('/signed-out', 303);
    });
    addOverview(pages, common);
    addOrders(pages, { ...common, ...parts.orders });
    addDeadLetters(pages, common);
    addRepair(pages, { ...common, read: parts.repairs });
    addActs(pages, common);
    addWebhooks(pages, common);
    if (parts.mails !== undefined) {
      addMails(pages, { show, mails: parts.mails });
    }
  };
  await app.register((pages, _options, done) => {
    addPages(pages);
    done();
  });
  return app;
}

/** Numbers beside the names of pages: what waits there for somebody. */
function waitingIn(figures: OverviewFigures | undefined): Readonly<Partial<Record<Section, number>>> {
  const { queues, open } = figures ?? {};
  return {
    'dead-letters': queues?.known ? queues.value.reduce((sum, { deadLetters }) => sum + deadLetters, 0) : 0,
    repair: open?.known ? (open.value.NEEDS_REPAIR ?? 0) : 0,
  };
}
