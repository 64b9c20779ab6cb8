import * as z from 'zod/mini';

/**
 * The only file that reads `process.env`. Each function names the variables it needs; they are parsed at
 * cold start, so a missing one fails the first invocation with its name and not the hundredth with a riddle.
 */
const url = z.url();
const text = z.string().check(z.minLength(1));

const variables = {
  DATABASE_HOST: text,
  DATABASE_PORT: z.coerce.number(),
  /** Where a replica answers, for functions that read. */
  DATABASE_READER_HOST: text,
  DATABASE_READER_PORT: z.coerce.number(),
  DATABASE_NAME: text,
  DATABASE_USER: text,
  /** `iam` signs a token for each new connection (RDS Proxy); `password` is for the local run. */
  DATABASE_AUTH: z.enum(['iam', 'password']),
  DATABASE_PASSWORD: z.optional(text),
  /** Of the one function that migrates. */
  DATABASE_OWNER_SECRET_ARN: text,
  INTAKE_TABLE: text,
  IDEMPOTENCY_TABLE: text,
  CIRCUIT_TABLE: text,
  FAILURE_RECORDS_TABLE: text,
  ORDER_QUEUE_URL: url,
  ORDER_DEAD_LETTERS_URL: url,
  /** Events of executions that failed. */
  EXECUTION_QUEUE_URL: url,
  EXECUTION_DEAD_LETTERS_URL: url,
  /** Events of the payment provider. */
  /** Where events of orders are published. */
  EVENT_BUS_NAME: text,
  /** Of the consumer of such events that is running. */
  EVENT_QUEUE_URL: url,
  EVENT_DEAD_LETTERS_URL: url,
  /** What that consumer keeps of each order. */
  ORDER_PROGRESS_TABLE: text,
  PAYMENT_EVENT_QUEUE_URL: url,
  PAYMENT_EVENT_DEAD_LETTERS_URL: url,
  SAGA_ARN: text,
  WEBHOOK_ENDPOINTS_TABLE: text,
  /** Of the secret that holds those of all endpoints. */
  WEBHOOK_SECRETS_ARN: text,
  /** `loopback too` on the local cloud alone. */
  WEBHOOK_TARGETS: z.enum(['public', 'loopback too']),
  /** Deliveries to single endpoints. */
  WEBHOOK_QUEUE_URL: url,
  WEBHOOK_DEAD_LETTERS_URL: url,
  DELIVERIES_TABLE: text,
  MAIL_FROM: text,
  /** Names of templates begin with it. */
  MAIL_TEMPLATE_PREFIX: text,
  /** How long stock stays held for an order that no saga carries any more. */
  RESERVATION_EXPIRES_AFTER_SECONDS: z.coerce.number().check(z.positive()),
  /** Unset: Stripe itself. */
  PAYMENT_API_URL: z.optional(url),
  PAYMENT_API_KEY: z.optional(text),
  PAYMENT_SECRET_ARN: z.optional(text),
  /** What the provider signs its events with; several are separated by white space. */
  PAYMENT_WEBHOOK_SECRETS: z.optional(text),
  PAYMENT_WEBHOOK_SECRET_ARN: z.optional(text),
  CARRIER_API_URL: url,
  CARRIER_API_KEY: z.optional(text),
  CARRIER_SECRET_ARN: z.optional(text),
  /** Numbers of the circuits that are not the defaults, as JSON. */
  PAYMENT_CIRCUIT: z.optional(text),
  CARRIER_CIRCUIT: z.optional(text),
  WEBHOOK_CIRCUIT: z.optional(text),
  JWT_ISSUER: url,
  JWT_AUDIENCE: text,
  JWKS_URI: url,
  /** Factor on every delay of our own (queue back-off, sweeper bounds, open circuits): 1 in AWS, smaller locally. */
  DELAY_SCALE: z._default(z.coerce.number().check(z.positive()), 1),
} as const;

type Variables = typeof variables;
export type Environment<Name extends keyof Variables> = { readonly [N in Name]: z.infer<Variables[N]> };

/** @throws an error that lists every variable that is missing or malformed, never their values */
export function readEnvironment<Name extends keyof Variables>(...names: readonly Name[]): Environment<Name> {
  const problems: string[] = [];
  const values: Partial<Record<Name, unknown>> = {};
  for (const name of names) {
    const result = variables[name].safeParse(process.env[name]);
    if (result.success) {
      values[name] = result.data;
    } else {
      problems.push(name);
    }
  }
  if (problems.length > 0) {
    throw new Error(`missing or malformed environment variables: ${problems.join(', ')}`);
  }
  return values as Environment<Name>;
}

/** The trace of the invocation that is running: the Lambda runtime sets it anew for each. */
export const invocationTraceHeader = (): string | undefined => process.env['_X_AMZN_TRACE_ID'];

/** Where the X-Ray daemon takes segments; the Lambda runtime says so when it traces. */
export const daemonAddress = (): string | undefined => process.env['AWS_XRAY_DAEMON_ADDRESS'];

export const awsEndpoint = (): string | undefined => process.env['AWS_ENDPOINT_URL'];

export const awsRegion = (): string => process.env['AWS_REGION'] ?? 'us-east-1';

/** What the Lambda runtime gives every function to sign its calls with. */
export const awsCredentials = (): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } => {
  const sessionToken = process.env['AWS_SESSION_TOKEN'];
  return {
    accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken ? { sessionToken } : {}),
  };
};

/** Where the metrics of this stage are. */
export const metricsNamespace = (): string => process.env['POWERTOOLS_METRICS_NAMESPACE'] ?? 'OrderWorkflow';

/** What the function is called in logs: the name of its handler, which a deployment does not change. */
export const functionLabel = (): string => process.env['POWERTOOLS_SERVICE_NAME'] ?? 'unnamed';
