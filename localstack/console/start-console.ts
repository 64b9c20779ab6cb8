import { createHash } from 'node:crypto';
import path from 'node:path';
import { addressesIn } from '../../bin/cli/operated-queues';
import { emulatorCredentials } from '../aws';
import type { Endpoints } from '../endpoints';
import { APPLICATION_USER } from '../postgres/admit-functions';
import type { Child, Children } from '../processes/children';
import { projectNode, REPOSITORY } from '../repository';
import { CONSOLE_CLIENT } from '../token-issuer/sign-in';

/** Nobody sends requests here but people, who notice at once: it need not go on to accept. */
const DRAIN_MS = 100;
const SHUTDOWN_MS = 8_000;

export const consoleUrl = (port: number): string => `http://127.0.0.1:${port}`;

/** Starts the operator console beside the rest. It is ready a moment later, and nothing waits for it. */
export const startConsole = ({
  children,
  endpoints,
  port,
}: {
  readonly children: Children;
  readonly endpoints: Endpoints;
  readonly port: number;
}): Child =>
  children.start({
    name: 'console',
    command: [projectNode(), '-r', 'tsx/cjs', path.join('console', 'main.ts')],
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'] ?? '', HOME: endpoints.stateDirectory, ...consoleVariables(endpoints, port) },
    isOptional: true,
  });

/** What the console must find in its environment to look at a local cloud. */
export function consoleVariables(endpoints: Endpoints, port: number): Readonly<Record<string, string>> {
  const { postgres, replica, pooler, tables, tokenIssuer } = endpoints;
  const writer = pooler ?? postgres;
  return {
    ...emulatorCredentials,
    AWS_ENDPOINT_URL: endpoints.emulator,
    AWS_ENDPOINT_URL_XRAY: endpoints.traces.apiUrl,
    CONSOLE_HOST: '127.0.0.1',
    CONSOLE_PORT: String(port),
    CONSOLE_URL: consoleUrl(port),
    // Stays over restarts, so that nobody has to sign in again.
    CONSOLE_COOKIE_SECRETS: createHash('sha256').update(`cookies of the console ${postgres.password}`).digest('hex'),
    CONSOLE_DRAIN_MS: String(DRAIN_MS),
    CONSOLE_SHUTDOWN_MS: String(SHUTDOWN_MS),
    OIDC_ISSUER: tokenIssuer.url,
    OIDC_CLIENT_ID: CONSOLE_CLIENT,
    DATABASE_HOST: writer.host,
    DATABASE_PORT: String(writer.port),
    DATABASE_READER_HOST: replica.host,
    DATABASE_READER_PORT: String(replica.port),
    DATABASE_NAME: postgres.database,
    DATABASE_USER: APPLICATION_USER,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: postgres.password,
    INTAKE_TABLE: tables.intake,
    CIRCUIT_TABLE: tables.circuits,
    FAILURE_RECORDS_TABLE: tables.failureRecords,
    CONSOLE_MAILBOX_URL: `${endpoints.emulator}/_ministack/ses/messages`,
    CONSOLE_MESSAGES_URL: `${endpoints.emulator}/_ministack/sqs/messages`,
    CONSOLE_ALARMS_URL: endpoints.alarms.apiUrl,
    DELIVERIES_TABLE: tables.deliveries,
    WEBHOOK_ENDPOINTS_TABLE: tables.webhookEndpoints,
    SAGA_ARN: endpoints.stateMachineArn,
    UNDO_FUNCTIONS: JSON.stringify(endpoints.undos),
    OPERATED_QUEUES: JSON.stringify(addressesIn(endpoints)),
  };
}
