import * as z from 'zod/mini';
import type { Clock } from '../ports/clock';
import type { AwsJsonApi } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

/** How long an execution environment keeps a key before it looks whether it was rotated. */
export const API_KEY_LIFE_MS = 5 * 60_000;

const secretSchema = z.object({ SecretString: z.string().check(z.minLength(1)) });

/** The key of an outside service. Held in a closure, so that printing whoever holds this does not print it. */
export interface ApiKey {
  read(): Promise<string>;
  /** The service refused the key: the next `read` asks for it anew. */
  forget(): void;
}

/**
 * @param source a key that is given (the local cloud), or the ARN of a secret whose text is the key
 * @returns undefined when neither is there
 */
export function createApiKey(
  source: { readonly key: string | undefined; readonly secretArn: string | undefined },
  deps: { readonly aws: AwsJsonApi; readonly clock: Clock },
): ApiKey | undefined {
  const { key, secretArn } = source;
  if (key !== undefined) {
    return { read: async () => key, forget: () => undefined };
  }
  return secretArn === undefined ? undefined : createRotatedKey(secretArn, deps);
}

function createRotatedKey(secretArn: string, { aws, clock }: { aws: AwsJsonApi; clock: Clock }): ApiKey {
  let cached: { readonly key: string; readonly readAt: number } | undefined;

  const fetchKey = async (): Promise<string> => {
    const answer = await aws.read({
      service: 'secretsmanager',
      target: 'secretsmanager.GetSecretValue',
      jsonVersion: '1.1',
      input: { SecretId: secretArn },
      timeoutMs: CALL_TIMEOUT_MS.readSecret,
    });
    const parsed = secretSchema.safeParse(answer);
    if (!parsed.success) {
      throw new Error(`the secret ${secretArn} holds no text`);
    }
    return parsed.data.SecretString;
  };

  return {
    async read() {
      const now = clock.now().getTime();
      if (cached === undefined || now - cached.readAt >= API_KEY_LIFE_MS) {
        cached = { key: await fetchKey(), readAt: now };
      }
      return cached.key;
    },
    forget() {
      cached = undefined;
    },
  };
}
