import { LIMITS } from '../../../lambdas/domain/limits';
import { endpointIdOf } from '../../../lambdas/domain/webhooks/ids';
import { MOST_OLD_SECRETS } from '../../../lambdas/domain/webhooks/secret-rotation';
import type { AwsJsonApi, AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import { createStoredWebhookSecrets, SIGNING_SECRETS_LIFE_MS } from '../../../lambdas/gateways/stored-webhook-secrets';
import { ManualClock } from '../../support/intake/manual-clock';

const DAY_MS = 24 * 60 * 60_000;

/** One secret of Secrets Manager with its versions and labels, as far as they are used. */
class SecretsManager implements AwsJsonApi {
  readonly versions = new Map<string, string>([['first', '{}']]);
  current = 'first';
  readonly calls: string[] = [];
  /** Called between the reading and the writing of somebody. */
  interfere: (() => Promise<unknown>) | undefined;

  async read({ target, input }: AwsJsonCall): Promise<unknown> {
    const operation = target.split('.')[1] ?? '';
    this.calls.push(operation);
    switch (operation) {
      case 'GetSecretValue':
        return { SecretString: this.versions.get(this.current), VersionId: this.current };
      case 'PutSecretValue': {
        expect(input['VersionStages']).toEqual(['PENDING']);
        const interfere = this.interfere;
        this.interfere = undefined;
        await interfere?.();
        this.versions.set(String(input['ClientRequestToken']), String(input['SecretString']));
        return {};
      }
      default:
        if (input['RemoveFromVersionId'] !== this.current) {
          throw new Error('secretsmanager refused it: InvalidParameterException');
        }
        this.current = String(input['MoveToVersionId']);
        return {};
    }
  }
}

function setUp() {
  const aws = new SecretsManager();
  const clock = new ManualClock();
  const environment = () => createStoredWebhookSecrets({ aws, clock, secretArn: 'arn:secrets' });
  return { aws, clock, environment, secrets: environment() };
}

describe('The secrets of webhook endpoints', () => {
  type Secrets = ReturnType<typeof createStoredWebhookSecrets>;
  const createFor = (secrets: Secrets, endpointId: string, now: Date): Promise<string> =>
    secrets.create(endpointId, now, new Date(now.getTime() + DAY_MS));

  it('are of the form of Standard Webhooks, and each another', async () => {
    const { secrets, clock } = setUp();

    const made = [await createFor(secrets, 'a', clock.now()), await createFor(secrets, 'b', clock.now())];

    for (const secret of made) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    }
    expect(new Set(made).size).toBe(2);
    expect(await secrets.secretsOf('a')).toEqual([made[0]]);
    expect(await secrets.secretsOf('b')).toEqual([made[1]]);
  });

  const rotateFor = async (secrets: Secrets, now: Date): Promise<string> => {
    const rotated = await secrets.rotate('a', now, new Date(now.getTime() + DAY_MS));
    if (rotated.kind !== 'rotated') {
      throw new Error(`not before ${rotated.until}`);
    }
    return rotated.secret;
  };

  it('are two for a day when they are rotated, the new one first, and one after it', async () => {
    const { secrets, clock } = setUp();
    const old = await createFor(secrets, 'a', clock.now());

    const fresh = await rotateFor(secrets, clock.now());

    expect(await secrets.secretsOf('a')).toEqual([fresh, old]);
    clock.advance(DAY_MS);
    expect(await secrets.secretsOf('a')).toEqual([fresh]);
  });

  it('end a day after each was replaced, however soon after each other that was', async () => {
    const { secrets, clock } = setUp();
    const first = await createFor(secrets, 'a', clock.now());
    const second = await rotateFor(secrets, clock.now());
    clock.advance(DAY_MS / 4);
    const third = await rotateFor(secrets, clock.now());

    expect(await secrets.secretsOf('a')).toEqual([third, second, first]);
    clock.advance((DAY_MS * 3) / 4);
    expect(await secrets.secretsOf('a')).toEqual([third, second]);
    clock.advance(DAY_MS / 4);
    expect(await secrets.secretsOf('a')).toEqual([third]);
  });

  it(`are replaced ${MOST_OLD_SECRETS} times a day at most: then nothing changes before the first of the old ones has ended`, async () => {
    const { secrets, clock, aws } = setUp();
    const start = clock.now();
    const made = [await createFor(secrets, 'a', clock.now())];
    for (let n = 0; n < MOST_OLD_SECRETS; n += 1) {
      made.unshift(await rotateFor(secrets, clock.now()));
      clock.advance(60_000);
    }
    const versions = aws.versions.size;

    const refused = await secrets.rotate('a', clock.now(), new Date(clock.now().getTime() + DAY_MS));

    expect(refused).toEqual({ kind: 'too many', until: new Date(start.getTime() + DAY_MS) });
    expect(await secrets.secretsOf('a')).toEqual(made);
    expect(aws.versions.size).toBe(versions);
    clock.advance(start.getTime() + DAY_MS - clock.now().getTime());
    const next = await rotateFor(secrets, clock.now());
    expect(await secrets.secretsOf('a')).toEqual([next, ...made.slice(0, -1)]);
  });

  it('are few enough that Secrets Manager takes those of all endpoints, each replaced as often as it may be', async () => {
    const { secrets, clock, aws } = setUp();
    await createFor(secrets, 'a', clock.now());
    for (let n = 0; n < MOST_OLD_SECRETS; n += 1) {
      await rotateFor(secrets, clock.now());
    }

    const { a } = JSON.parse(aws.versions.get(aws.current) ?? '');
    const all = Object.fromEntries(
      Array.from({ length: LIMITS.webhookEndpoints }, (_, n) => [endpointIdOf(`https://${n}.example.com/`), a]),
    );
    expect(JSON.stringify(all).length).toBeLessThan(64 * 1_024);
  });

  it('are read as a version before has written them, which reads what this one writes', async () => {
    const { secrets, clock, aws } = setUp();
    const validUntil = new Date(clock.now().getTime() + DAY_MS).toISOString();
    aws.versions.set(
      'first',
      JSON.stringify({ a: { current: 'whsec_2', previous: { secret: 'whsec_1', validUntil } } }),
    );

    expect(await secrets.secretsOf('a')).toEqual(['whsec_2', 'whsec_1']);
    await rotateFor(secrets, clock.now());

    expect(JSON.parse(aws.versions.get(aws.current) ?? '').a).toMatchObject({
      current: expect.any(String),
      previous: { secret: 'whsec_2', validUntil },
    });
  });

  it('are read once a minute, whoever is sent to, and at once for an endpoint that is new', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const sender = environment();
    await createFor(secrets, 'a', clock.now());
    await sender.secretsOf('a');
    aws.calls.length = 0;

    await sender.secretsOf('a');
    expect(aws.calls).toEqual([]);
    const b = await createFor(secrets, 'b', clock.now());
    expect(await sender.secretsOf('b')).toEqual([b]);
    aws.calls.length = 0;
    clock.advance(SIGNING_SECRETS_LIFE_MS);
    await sender.secretsOf('a');
    expect(aws.calls).toEqual(['GetSecretValue']);
  });

  it('are not lost when two operators make some at once', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const other = environment();
    let theirs = '';
    aws.interfere = async () => {
      theirs = await createFor(other, 'theirs', clock.now());
    };

    const ours = await createFor(secrets, 'ours', clock.now());

    expect(await environment().secretsOf('ours')).toEqual([ours]);
    expect(await environment().secretsOf('theirs')).toEqual([theirs]);
  });

  it('go on being signed with when a registration that was asked for before them is slower: its own is valid for a day', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const registeredAt = clock.now();
    let rotated = '';
    aws.interfere = async () => {
      clock.advance(10_000);
      rotated = await rotateFor(environment(), clock.now());
    };

    const created = await createFor(secrets, 'a', registeredAt);

    expect(await environment().secretsOf('a')).toEqual([rotated, created]);
    clock.advance(DAY_MS);
    expect(await environment().secretsOf('a')).toEqual([rotated]);
  });

  it('hold that of a registration too that was slower than as many rotations as there may be', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const registeredAt = clock.now();
    const rotated: string[] = [];
    aws.interfere = async () => {
      for (let n = 0; n <= MOST_OLD_SECRETS; n += 1) {
        clock.advance(10_000);
        rotated.unshift(await rotateFor(environment(), clock.now()));
      }
    };

    const created = await createFor(secrets, 'a', registeredAt);

    const [current, ...old] = rotated;
    expect(await environment().secretsOf('a')).toEqual([current, created, ...old]);
  });

  it('go on being signed with when a rotation that was asked for before them is slower', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const first = await createFor(secrets, 'a', clock.now());
    clock.advance(1_000);
    const slowAt = clock.now();
    let rotated = '';
    aws.interfere = async () => {
      clock.advance(10_000);
      rotated = await rotateFor(environment(), clock.now());
    };

    const slow = await rotateFor(secrets, slowAt);

    expect(await environment().secretsOf('a')).toEqual([rotated, slow, first]);
    clock.advance(2 * DAY_MS);
    expect(await environment().secretsOf('a')).toEqual([rotated]);
  });

  it('stay when their endpoint was registered anew before the secret of the removed one was taken away', async () => {
    const { aws, clock, environment, secrets } = setUp();
    const first = await createFor(secrets, 'a', clock.now());
    clock.advance(1_000);
    const removedAt = clock.now();
    let anew = '';
    aws.interfere = async () => {
      clock.advance(10_000);
      anew = await createFor(environment(), 'a', clock.now());
    };

    await secrets.remove('a', removedAt);

    expect(await environment().secretsOf('a')).toEqual([anew, first]);
  });

  it('are made for an endpoint that is registered anew, however many were left behind', async () => {
    const { clock, secrets } = setUp();
    await createFor(secrets, 'a', clock.now());
    for (let n = 0; n < MOST_OLD_SECRETS; n += 1) {
      clock.advance(1_000);
      await rotateFor(secrets, clock.now());
    }
    clock.advance(1_000);

    const anew = await createFor(secrets, 'a', clock.now());

    expect((await secrets.secretsOf('a'))[0]).toBe(anew);
  });

  it('are gone with their endpoint, and none for one that is not known', async () => {
    const { secrets, clock } = setUp();
    await createFor(secrets, 'a', clock.now());

    await secrets.remove('a', clock.now());

    expect(await secrets.secretsOf('a')).toEqual([]);
  });

  it('fail when the secret holds something else, without telling what', async () => {
    const { aws, secrets } = setUp();
    aws.versions.set('first', '{"a":"whsec_not_to_be_told"}');

    const error = await secrets.secretsOf('a').catch((thrown: unknown) => thrown);

    expect(String(error)).toContain('arn:secrets does not hold');
    expect(String(error)).not.toContain('whsec_');
  });
});
