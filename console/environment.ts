import * as z from 'zod/mini';
import { MESSAGES, type MessageKind } from '../lambdas/contracts/messages';
import { UNDO_STEPS } from '../lambdas/domain/undo-steps';

/** The only file of the console that reads `process.env`: once, at the start. */
const text = z.string().check(z.minLength(1));
const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535));
const words = z.pipe(
  text,
  z.transform((value: string) => value.split(/\s+/).filter((word) => word !== '')),
);

const json = z.pipe(
  text,
  z.transform((value: string): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }),
);

const queueSchema = z.object({
  name: text,
  kind: z.enum(Object.keys(MESSAGES) as [MessageKind, ...MessageKind[]]),
  source: z.url(),
  deadLetters: z.url(),
});

const schema = z.object({
  CONSOLE_HOST: z._default(text, '0.0.0.0'),
  /** 0 takes a free one. */
  CONSOLE_PORT: z._default(port, 8080),
  /** How browsers reach it; the identity provider sends them back there. */
  CONSOLE_URL: z.url(),
  /** Keys that cookies are signed with, at least 32 characters each, separated by white space: the newest first. */
  CONSOLE_COOKIE_SECRETS: words,
  CONSOLE_LOG_LEVEL: z._default(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  /** After SIGTERM it goes on to accept for so long, until the load balancer has noticed. */
  CONSOLE_DRAIN_MS: z._default(z.coerce.number(), 5_000),
  /** From SIGTERM to the end, at most. Below ECS's `stopTimeout`. */
  CONSOLE_SHUTDOWN_MS: z._default(z.coerce.number(), 25_000),
  /** Where the last figures are pushed on the way out, if anywhere: a Prometheus Pushgateway. */
  CONSOLE_PUSHGATEWAY_URL: z.optional(z.url()),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: z.optional(text),
  OIDC_SCOPES: z._default(text, 'openid profile'),
  /** The claim of the ID token that says what a person may do, and the values that count. */
  OIDC_ROLE_CLAIM: z._default(text, 'roles'),
  OIDC_VIEWER_VALUE: z._default(text, 'viewer'),
  OIDC_OPERATOR_VALUE: z._default(text, 'operator'),
  DATABASE_HOST: text,
  DATABASE_PORT: port,
  DATABASE_READER_HOST: text,
  DATABASE_READER_PORT: port,
  DATABASE_NAME: text,
  DATABASE_USER: text,
  /** `iam` signs a token for each new connection (RDS Proxy); `password` is for the local run. */
  DATABASE_AUTH: z.enum(['iam', 'password']),
  DATABASE_PASSWORD: z.optional(text),
  INTAKE_TABLE: text,
  CIRCUIT_TABLE: text,
  FAILURE_RECORDS_TABLE: text,
  /** Of what leaves the house, where it is deployed. */
  DELIVERIES_TABLE: z.optional(text),
  WEBHOOK_ENDPOINTS_TABLE: z.optional(text),
  /** Where an emulator keeps the mails that it was asked to send: of a local run only. */
  CONSOLE_MAILBOX_URL: z.optional(z.url()),
  /** Where an emulator shows the messages in its queues: of a local run only. */
  CONSOLE_MESSAGES_URL: z.optional(z.url()),
  /** The stage that is looked at: its alarms are those of CloudWatch that CloudFormation named after it. */
  CONSOLE_STAGE: z.optional(text),
  /** Where a local cloud says how its alarms are: of a local run only. */
  CONSOLE_ALARMS_URL: z.optional(z.url()),
  /** Where `docs/runbooks` can be read by browsers, if anywhere: runbooks are links then. */
  CONSOLE_RUNBOOKS_URL: z.optional(z.url()),
  SAGA_ARN: text,
  /** JSON: every queue with its dead letters, and what its messages are. */
  OPERATED_QUEUES: z.pipe(json, z.array(queueSchema)),
  /** JSON: the functions of the saga's way back by their steps, which undo an order in repair. */
  UNDO_FUNCTIONS: z.pipe(json, z.record(z.enum(UNDO_STEPS), text)),
});

export type ConsoleEnvironment = z.infer<typeof schema>;

/** @throws an error that lists every variable that is missing or malformed, never their values */
export function readConsoleEnvironment(variables: NodeJS.ProcessEnv = process.env): ConsoleEnvironment {
  const result = schema.safeParse(variables);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
    throw new Error(`missing or malformed environment variables: ${names.join(', ')}`);
  }
  return result.data;
}

/** All that the container's health check has to know. */
export const readConsolePort = (variables: NodeJS.ProcessEnv = process.env): number =>
  schema.shape.CONSOLE_PORT.parse(variables['CONSOLE_PORT']);
