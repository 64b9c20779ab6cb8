import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createEventBridge } from '../gateways/event-bridge';
import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresOutbox } from '../persistence/postgres/outbox';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { gauges } from '../runtime/gauges';
import { scheduled } from '../runtime/scheduled';
import { signals } from '../runtime/signals';
import { createPublishLeftEvents, SWEEP_BOUNDS } from './publish-left-events';

const env = readEnvironment(...databaseVariables, 'EVENT_BUS_NAME', 'DELAY_SCALE');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const outbox = createPostgresOutbox({ database: connectThroughProxy(env) });
const bus = createEventBridge({ aws, busName: env.EVENT_BUS_NAME, timeoutMs: SWEEP_BOUNDS.publishTimeoutMs });
const parts = { outbox, bus, clock: systemClock, signals, gauges };

export const handler = scheduled(
  'publish-left-events',
  createPublishLeftEvents({ ...parts, delayScale: env.DELAY_SCALE }),
);
