import { inspect } from 'node:util';
import { API_KEY_LIFE_MS, createApiKey } from '../../../lambdas/gateways/api-key';
import type { AwsJsonApi } from '../../../lambdas/gateways/aws-json-api';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:payment-key';

/** Secrets Manager with one secret that can be rotated, and can be away. */
function setUp() {
  let secret: unknown = { SecretString: 'key-1' };
  let at = 0;
  let reads = 0;
  const aws: AwsJsonApi = {
    read: async () => {
      reads += 1;
      if (secret instanceof Error) {
        throw secret;
      }
      return secret;
    },
  };
  const apiKey = createApiKey({ key: undefined, secretArn }, { aws, clock: { now: () => new Date(at) } });
  if (apiKey === undefined) {
    throw new Error('expected a key');
  }
  return {
    apiKey,
    rotate: (next: unknown) => {
      secret = next;
    },
    pass: (ms: number) => {
      at += ms;
    },
    reads: () => reads,
  };
}

describe('API key', () => {
  it('is read once for the life of a copy, and anew after it', async () => {
    const { apiKey, rotate, pass, reads } = setUp();

    expect(await apiKey.read()).toBe('key-1');
    rotate({ SecretString: 'key-2' });
    pass(API_KEY_LIFE_MS - 1);
    expect(await apiKey.read()).toBe('key-1');
    expect(reads()).toBe(1);

    pass(1);
    expect(await apiKey.read()).toBe('key-2');
  });

  it('is read anew at once when the service refused it', async () => {
    const { apiKey, rotate } = setUp();
    await apiKey.read();
    rotate({ SecretString: 'key-2' });

    apiKey.forget();

    expect(await apiKey.read()).toBe('key-2');
  });

  it('is not remembered when it could not be read', async () => {
    const { apiKey, rotate } = setUp();
    rotate(new Error('away'));
    await expect(apiKey.read()).rejects.toThrow('away');

    rotate({ SecretString: 'key-1' });

    expect(await apiKey.read()).toBe('key-1');
  });

  it.each([{}, { SecretString: '' }, { SecretBinary: 'a2V5' }, undefined])(
    'fails when the secret is %j, and says which one it is',
    async (secret) => {
      const { apiKey, rotate } = setUp();
      rotate(secret);

      await expect(apiKey.read()).rejects.toThrow(`the secret ${secretArn} holds no text`);
    },
  );

  it('is what was given when it was given, and not there when neither key nor secret is', async () => {
    const deps = { aws: { read: async () => ({}) }, clock: { now: () => new Date(0) } };

    expect(await createApiKey({ key: 'given', secretArn: undefined }, deps)?.read()).toBe('given');
    expect(createApiKey({ key: undefined, secretArn: undefined }, deps)).toBeUndefined();
  });

  it('does not print', async () => {
    const { apiKey } = setUp();
    await apiKey.read();

    expect(inspect(apiKey, { depth: 10, showHidden: true }) + JSON.stringify(apiKey)).not.toContain('key-1');
  });
});
