import fastify from 'fastify';
import { dependenciesOf } from '../../../console/data/dependencies';
import { addHealth } from '../../../console/http/health';
import { createLife } from '../../../console/http/life';
import { addMetrics, createMetrics } from '../../../console/metrics/metrics';

const ALL = ['replica', 'proxy', 'queues', 'acts'] as const;
type Name = (typeof ALL)[number];

/** A console that is asked how it is, and what it depends on: one of that may be away, or may never answer. */
async function startConsole({ away, hanging }: { readonly away?: Name; readonly hanging?: Name } = {}) {
  const ask = async (name: Name): Promise<never[]> => {
    if (name === away) {
      throw new Error(`${name} is away`);
    }
    return name === hanging ? new Promise(() => {}) : [];
  };
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  const dependencies = dependenciesOf({
    databases: { reader: { query: () => ask('replica') }, writer: { query: () => ask('proxy') } },
    queues: [{ source: { depth: async () => ({ waiting: (await ask('queues')).length, inFlight: 0 }) } }],
    actions: { actionsOn: () => ask('acts') },
  });
  addMetrics(app, createMetrics());
  addHealth(app, { life: createLife(), dependencies });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url };
}

type Started = Awaited<ReturnType<typeof startConsole>>;
const running: Started[] = [];
const start = async (...how: Parameters<typeof startConsole>): Promise<Started> => {
  const started = await startConsole(...how);
  running.push(started);
  return started;
};
afterEach(() => Promise.all(running.splice(0).map(({ app }) => app.close())));

const readinessOf = async ({ url }: Started) => {
  const response = await fetch(`${url}/health/ready`);
  const { checks } = (await response.json()) as { readonly checks: Readonly<Record<Name, string>> };
  return { status: response.status, checks };
};

describe('Whether a console is ready', () => {
  it('says yes when everything that it needs answers', async () => {
    const { status, checks } = await readinessOf(await start());

    expect(status).toBe(200);
    expect(checks).toEqual(Object.fromEntries(ALL.map((name) => [name, 'ok'])));
  });

  it.each(ALL)('says no when %s cannot be reached', async (away) => {
    const { status, checks } = await readinessOf(await start({ away }));

    expect(status).toBe(503);
    expect(checks).toEqual({ ...Object.fromEntries(ALL.map((name) => [name, 'ok'])), [away]: 'unavailable' });
  });

  it('says no, and soon, when something never answers', async () => {
    const { status, checks } = await readinessOf(await start({ hanging: 'acts' }));

    expect({ status, acts: checks.acts }).toEqual({ status: 503, acts: 'unavailable' });
  });
});

describe('What a console tells machines inside the network', () => {
  const paths = ['/metrics', '/metrics/', '/%6detrics', '/health/ready', '/health/ready/', '/%68ealth/live'];

  it.each(paths)('is not there by %s for whoever comes through the load balancer', async (path) => {
    const { url } = await start();
    const through = await fetch(url + path, { headers: { 'x-forwarded-for': '10.8.0.7' } });

    expect({ status: through.status, body: await through.text() }).toEqual({ status: 404, body: '' });
    expect((await fetch(url + path)).status).toBe(200);
  });
});
