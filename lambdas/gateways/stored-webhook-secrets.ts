import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import {
  type EndpointSecrets,
  firstSecrets,
  isOvertaken,
  rotateSecrets,
  validOldSecrets,
} from '../domain/webhooks/secret-rotation';
import type { Clock } from '../ports/clock';
import type { Rotation, SigningSecrets, WebhookSecrets } from '../ports/webhook-secrets';
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

const oldSecretSchema = z.object({ secret: z.string(), validUntil: z.string() });
const entrySchema = z.object({
  current: z.string(),
  since: z.optional(z.string()),
  previous: z.optional(oldSecretSchema),
  older: z.optional(z.array(oldSecretSchema)),
});
const storeSchema = z.record(z.string(), entrySchema);
type Store = Readonly<Record<string, EndpointSecrets>>;

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

  /**
   * @param update answers nothing when nothing is to change
   * @throws Error when others were faster each time
   */
  const change = async (update: (store: Store) => Store | undefined): Promise<void> => {
    for (let races = 0; races < MOST_RACES; races += 1) {
      const { store, version } = await read();
      const updated = update(store);
      if (updated === undefined) {
        return;
      }
      const token = randomUUID();
      const next = { SecretString: JSON.stringify(updated), ClientRequestToken: token, VersionStages: [PENDING] };
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
    async create(endpointId, now, previousValidUntil) {
      const secret = newSecret();
      await change((store) => ({
        ...store,
        [endpointId]: firstSecrets(store[endpointId], secret, { now, previousValidUntil }),
      }));
      return secret;
    },

    async rotate(endpointId, now, previousValidUntil) {
      const secret = newSecret();
      let answer: Rotation = { kind: 'rotated', secret };
      await change((store) => {
        const before = store[endpointId];
        if (before === undefined) {
          return { ...store, [endpointId]: firstSecrets(before, secret, { now, previousValidUntil }) };
        }
        const rotated = rotateSecrets(before, secret, { now, previousValidUntil });
        if (rotated.kind === 'too many') {
          answer = rotated;
          return undefined;
        }
        return { ...store, [endpointId]: rotated.secrets };
      });
      return answer;
    },

    remove: (endpointId, askedAt) =>
      change(({ [endpointId]: ours, ...others }) =>
        ours === undefined || isOvertaken(ours, askedAt) ? undefined : others,
      ),

    async secretsOf(endpointId) {
      const now = clock.now().getTime();
      const isFresh = cached !== undefined && now - cached.readAt < lifeMs;
      // One that is not known may have been made a moment ago.
      const store = isFresh && cached?.store[endpointId] !== undefined ? cached.store : (await read()).store;
      const entry = store[endpointId];
      if (entry === undefined) {
        return [];
      }
      return [entry.current, ...validOldSecrets(entry, new Date(now)).map(({ secret }) => secret)];
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
