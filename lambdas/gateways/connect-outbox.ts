import { createPublishWrittenEvents } from '../operations/publish-written-events';
import {
  connectThroughProxy,
  type DatabaseEnvironment,
  databaseVariables,
} from '../persistence/postgres/connect-through-proxy';
import type { Database } from '../persistence/postgres/database';
import { noteWrittenEvents } from '../persistence/postgres/note-written-events';
import { createPostgresOutbox } from '../persistence/postgres/outbox';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, type Environment } from '../runtime/environment';
import { signals } from '../runtime/signals';
import { createThenPublish } from '../runtime/then-publish';
import { traceHeader } from '../runtime/tracing/trace';
import { createAwsJsonApi } from './aws-json-api';
import { createEventBridge } from './event-bridge';

/** What a function that changes orders must find in its environment. */
export const outboxVariables = [...databaseVariables, 'EVENT_BUS_NAME'] as const;

type Aws = ReturnType<typeof createAwsJsonApi>;

/** Postgres for a function that changes orders, and what makes the function publish what it has changed. */
export function connectOutbox(
  environment: DatabaseEnvironment & Environment<'EVENT_BUS_NAME'>,
  aws: Aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials }),
): { readonly aws: Aws; readonly database: Database; readonly thenPublish: ReturnType<typeof createThenPublish> } {
  const { database, written } = noteWrittenEvents(connectThroughProxy(environment));
  const publish = createPublishWrittenEvents({
    written,
    bus: createEventBridge({ aws, busName: environment.EVENT_BUS_NAME, traceHeader }),
    outbox: createPostgresOutbox({ database }),
    clock: systemClock,
  });
  return { aws, database, thenPublish: createThenPublish({ publish, signals }) };
}
