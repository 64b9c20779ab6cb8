import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { type FakeProxy, startFakeProxy } from '../../support/tls/fake-proxy';
import { type Identity, selfSigned } from '../../support/tls/self-signed';

const AWAY = { name: 'DependencyUnavailableError' };
const HOUR_MS = 3_600_000;

describe('The way through the pool in AWS', () => {
  const known = getCACertificates('default');
  const identity = selfSigned('localhost');
  const open: { close(): Promise<void> }[] = [];

  beforeAll(() => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
    setDefaultCACertificates(known);
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  const trust = ({ certificate }: Identity): void => setDefaultCACertificates([...known, certificate]);
  async function connectTo(shown?: Identity): Promise<{ readonly proxy: FakeProxy; readonly database: Database }> {
    const proxy = await startFakeProxy(shown);
    const database = connectThroughProxy({
      DATABASE_HOST: 'localhost',
      DATABASE_PORT: proxy.port,
      DATABASE_NAME: 'orders',
      DATABASE_USER: 'order_workflow',
      DATABASE_AUTH: 'iam',
      DATABASE_PASSWORD: undefined,
    });
    open.push(database, proxy);
    return { proxy, database };
  }

  it('is taken with a token, by the user that functions have', async () => {
    trust(identity);
    const { proxy, database } = await connectTo(identity);

    expect(await database.query('SELECT 1')).toEqual([]);
    expect(await database.query('SELECT $1', [1])).toEqual([]);

    expect(proxy.passwords.map((token) => new URL(`https://${token}`).searchParams.get('DBUser'))).toEqual([
      'order_workflow',
    ]);
  });

  it('row 26: is taken anew after a freeze of an hour, with a token that is as young as the connection', async () => {
    jest.useFakeTimers({ now: Date.now(), doNotFake: ALL_BUT_DATE });
    trust(identity);
    const { proxy, database } = await connectTo(identity);

    await database.query('SELECT 1');
    jest.setSystemTime(Date.now() + HOUR_MS);
    await database.query('SELECT 1');

    const [first = 0, second = 0] = proxy.passwords.map(signedAt);
    expect(proxy.passwords).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(HOUR_MS - 1_000);
  });

  it.each([
    ['shows a certificate of an authority that nobody knows', selfSigned('localhost'), identity],
    ['shows a certificate for another name', selfSigned('elsewhere'), undefined],
    ['has no TLS', undefined, undefined],
  ])('fails, and gives its token to nobody, when the other side %s', async (_, shown, trusted = shown) => {
    if (trusted !== undefined) {
      trust(trusted);
    }
    const { proxy, database } = await connectTo(shown);

    await expect(database.query('SELECT 1')).rejects.toMatchObject(AWAY);
    expect(proxy.passwords).toEqual([]);
  });
});

/** When a token was signed, to the second. */
function signedAt(token: string): number {
  const [, date, time] =
    /^(\d{8})T(\d{6})Z$/.exec(new URL(`https://${token}`).searchParams.get('X-Amz-Date') ?? '') ?? [];
  const parts = (text = '', ...cuts: readonly number[]) => cuts.map((cut) => text.slice(cut, cut + 2)).join(':');
  return Date.parse(`${date?.slice(0, 4)}-${date?.slice(4, 6)}-${date?.slice(6)}T${parts(time, 0, 2, 4)}Z`);
}

const ALL_BUT_DATE = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];
