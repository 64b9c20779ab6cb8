import closeWithGrace from 'close-with-grace';
import { createReadGauges } from '../lambdas/operations/gauges/read-gauges';
import { createPostgresOrderGauges } from '../lambdas/persistence/postgres/order-gauges';
import { systemClock } from '../lambdas/runtime/clock';
import { sendSegmentsBy } from '../lambdas/runtime/tracing/trace';
import { composeParts } from './compose';
import { createConsole } from './create-console';
import { type Connections, connect } from './data/connect';
import { dependenciesOf } from './data/dependencies';
import { type ConsoleEnvironment, readConsoleEnvironment } from './environment';
import { createCloseServer } from './http/close-server';
import { createLife } from './http/life';
import { createMetrics } from './metrics/metrics';
import { pushMetrics } from './metrics/push-metrics';
import { addBusinessGauges } from './overview/business-gauges';
import { figureSources } from './overview/figure-sources';
import { gatherFigures } from './overview/gather';
import { createPoller } from './overview/poller';
import { addWaitingGauges } from './overview/waiting-gauges';
import { shutDown } from './shut-down';
import { createIdentityProvider } from './sign-in/identity-provider';

/** The process: everything connected, listening until it is told to end. */
async function main(): Promise<void> {
  const environment = readConsoleEnvironment();
  const connections = connect(environment);
  const { databases, queues, segments } = connections;
  sendSegmentsBy(segments);
  await Promise.all([databases.reader.warmUp(), databases.writer.warmUp()]);

  const life = createLife();
  const metrics = createMetrics();
  const sources = figureSources(connections, environment, systemClock);
  const poller = createPoller(() => gatherFigures(sources, systemClock));
  addBusinessGauges(metrics.registry, () => poller.current);
  addWaitingGauges(metrics.registry, waiting(connections));

  const parts = composeParts(connections, environment, systemClock);

  const app = await createConsole(
    {
      publicUrl: environment.CONSOLE_URL,
      cookieSecrets: environment.CONSOLE_COOKIE_SECRETS,
      logLevel: environment.CONSOLE_LOG_LEVEL,
      signInOrigin: new URL(environment.OIDC_ISSUER).origin,
    },
    {
      life,
      clock: systemClock,
      metrics,
      identity: identityProvider(environment),
      dependencies: dependenciesOf({ databases, queues, actions: parts.actions }),
      poller,
      ...parts,
    },
  );

  const closeServer = createCloseServer(app);
  closeWithGrace({ delay: environment.CONSOLE_SHUTDOWN_MS, logger: app.log }, async ({ signal, err }) => {
    app.log.info({ signal, err }, 'ending');
    await shutDown({
      log: app.log,
      life,
      drainMs: environment.CONSOLE_DRAIN_MS,
      closeServer,
      stopPollers: async () => {
        await Promise.all([poller.stop(), parts.desk.stop()]);
      },
      flushTraces: () => segments.flush(),
      flushMetrics: () => pushMetrics(metrics, environment.CONSOLE_PUSHGATEWAY_URL),
      closeConnections: () => connections.close(),
    });
    app.log.info('ended');
  });
  await app.listen({ host: environment.CONSOLE_HOST, port: environment.CONSOLE_PORT });
}

/** From the replica, as everything that is only looked at. Circuits are among the other figures. */
const waiting = ({ databases: { reader } }: Connections) =>
  createReadGauges({
    orders: createPostgresOrderGauges({ database: reader }),
    circuits: { readCircuits: async () => ({}) },
    clock: systemClock,
  });

const identityProvider = (environment: ConsoleEnvironment) =>
  createIdentityProvider({
    issuer: environment.OIDC_ISSUER,
    clientId: environment.OIDC_CLIENT_ID,
    clientSecret: environment.OIDC_CLIENT_SECRET,
    scopes: environment.OIDC_SCOPES,
    callbackUrl: new URL('/sign-in/callback', environment.CONSOLE_URL).href,
    roleClaim: environment.OIDC_ROLE_CLAIM,
    roleValues: { viewer: environment.OIDC_VIEWER_VALUE, operator: environment.OIDC_OPERATOR_VALUE },
  });

void main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
