import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../ports/clock';
import type { SigningSecrets, WebhookSecrets } from '../ports/webhook-secrets';
import type { AwsJsonApi, AwsJsonCall } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

/** Standard Webhooks: 24 to 64 bytes, in base64 after this prefix. */
const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** How long an execution environment signs with what it has read: so long a rotation may take to be seen. */
export const SIGNING_SECRETS_LIFE_MS = 60_000;

/** The label of a version that is not in use yet. */
const PENDING = 'PENDING';
const MOST_RACES = 5;

const entrySchema = z.object({
  current: z.string(),
  previous: z.optional(z.object({ secret: z.string(), validUntil: z.string() })),
});
const storeSchema = z.record(z.string(), entrySchema);
type Store = z.infer<typeof storeSchema>;

const answerSchema = z.object({ SecretString: z.string(), VersionId: z.string() });

interface StoreDependencies {
  readonly aws: AwsJsonApi;
  readonly clock: Clock;
  /** Of the one secret that holds those of all endpoints. */
  readonly secretArn: string;
  /** @default SIGNING_SECRETS_LIFE_MS */
  readonly lifeMs?: number;
}

/**
 * The secrets of all endpoints in one secret of Secrets Manager: it costs the same for one endpoint and for a hundred, and
 * no function needs leave to make or delete secrets. Two writers at once are told apart by the version that each has read.
 */
export function createStoredWebhookSecrets({
  aws,
  clock,
  secretArn,
  lifeMs = SIGNING_SECRETS_LIFE_MS,
}: StoreDependencies): WebhookSecrets & SigningSecrets {
  let cached: { readonly store: Store; readonly readAt: number } | undefined;

  const call = (operation: string, input: AwsJsonCall['input'], timeoutMs: number): Promise<unknown> =>
    aws.read({
      service: 'secretsmanager',
      target: `secretsmanager.${operation}`,
      jsonVersion: '1.1',
      input: { SecretId: secretArn, ...input },
      timeoutMs,
    });

  const read = async (): Promise<{ readonly store: Store; readonly version: string }> => {
    const parsed = answerSchema.safeParse(await call('GetSecretValue', {}, CALL_TIMEOUT_MS.readSecret));
    const store = parsed.success ? storeSchema.safeParse(parseJson(parsed.data.SecretString)) : undefined;
    if (!parsed.success || !store?.success) {
      throw new Error(`the secret ${secretArn} does not hold the secrets of webhook endpoints`);
    }
    cached = { store: store.data, readAt: clock.now().getTime() };
    return { store: store.data, version: parsed.data.VersionId };
  };

  /** @throws Error when others were faster each time */
  const change = async (update: (store: Store) => Store): Promise<void> => {
    for (let races = 0; races < MOST_RACES; races += 1) {
      const { store, version } = await read();
      const token = randomUUID();
      const next = { SecretString: JSON.stringify(update(store)), ClientRequestToken: token, VersionStages: [PENDING] };
      await call('PutSecretValue', next, CALL_TIMEOUT_MS.writeSecret);
      if (await makeCurrent(token, version)) {
        cached = undefined;
        return;
      }
    }
    throw new Error('the secrets of webhook endpoints are being changed by others: try again');
  };

  /** @returns false when the version that was read is not the current one any more */
  const makeCurrent = async (version: string, expected: string): Promise<boolean> => {
    const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: version, RemoveFromVersionId: expected };
    try {
      await call('UpdateSecretVersionStage', move, CALL_TIMEOUT_MS.writeSecret);
      return true;
    } catch (error) {
      if (error instanceof Error && /InvalidParameterException|InvalidRequestException/.test(error.message)) {
        return false;
      }
      throw error;
    }
  };

  return {
    async create(endpointId) {
      const secret = newSecret();
      await change((store) => ({ ...store, [endpointId]: { current: secret } }));
      return secret;
    },

    async rotate(endpointId, previousValidUntil) {
      const secret = newSecret();
      await change((store) => {
        const old = store[endpointId]?.current;
        const previous =
          old === undefined ? {} : { previous: { secret: old, validUntil: previousValidUntil.toISOString() } };
        return { ...store, [endpointId]: { current: secret, ...previous } };
      });
      return secret;
    },

    remove: (endpointId) => change(({ [endpointId]: _, ...others }) => others),

    async secretsOf(endpointId) {
      const now = clock.now().getTime();
      const isFresh = cached !== undefined && now - cached.readAt < lifeMs;
      // One that is not known may have been made a moment ago.
      const store = isFresh && cached?.store[endpointId] !== undefined ? cached.store : (await read()).store;
      const entry = store[endpointId];
      if (entry === undefined) {
        return [];
      }
      const { current, previous } = entry;
      return previous !== undefined && now < Date.parse(previous.validUntil) ? [current, previous.secret] : [current];
    },
  };
}

const newSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
