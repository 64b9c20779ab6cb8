import { randomUUID } from 'node:crypto';
import parsePrometheus from 'parse-prometheus-text-format';
import { createLocalTraceReader } from '../../localstack/trace-collector/local-trace-reader';
import { type RunningConsole, runConsole } from '../support/console/running-console';
import { createVisitor, signIn, type Visitor } from '../support/console/visitor';
import { deadLetterMother } from '../support/dead-letters/dead-letter-mother';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(120_000);

const PAGES = ['/', '/orders', '/dead-letters', '/repair', '/acts', `/orders/${randomUUID()}`];
const ACTS = [
  `/orders/${randomUUID()}/acts/resolve`,
  '/dead-letters/replay',
  '/dead-letters/letters/1/replay',
  '/dead-letters/letters/1/archive',
  '/dead-letters/letters/1/edit',
];

interface Series {
  readonly buckets: Map<string, number>;
  count?: number;
}

/** The series of a histogram by their labels, which the parser does not keep apart. */
function seriesOf(name: string, text: string): ReadonlyMap<string, Series> {
  const found = new Map<string, Series>();
  for (const [, part, labels = '', value] of text.matchAll(
    new RegExp(`^${name}_(bucket|count)\\{(.*)\\} (\\S+)$`, 'gm'),
  )) {
    const own = labels.replace(/^le="[^"]*",/, '');
    const series: Series = found.get(own) ?? { buckets: new Map() };
    found.set(own, series);
    if (part === 'count') {
      series.count = Number(value);
    } else {
      series.buckets.set(/^le="([^"]*)"/.exec(labels)?.[1] ?? '', Number(value));
    }
  }
  return found;
}

describe('The console over HTTP', () => {
  let console: RunningConsole;
  let operator: Visitor;
  let viewer: Visitor;

  beforeAll(async () => {
    await deadLetterMother(newCustomer()).poison(); // for the alarms, which are asked now and then
    console = await runConsole();
    [operator, viewer] = await Promise.all([signIn(console.url, 'operator'), signIn(console.url, 'viewer')]);
  }, 120_000);
  afterAll(() => console?.end());

  it('shows nothing to those who have not signed in', async () => {
    const stranger = createVisitor(console.url);
    for (const path of [...PAGES, '/overview/stream', '/dead-letters/stream']) {
      const { status, headers } = await stranger.get(path);
      expect([path, status, headers.get('location')]).toEqual([path, 303, `/sign-in?to=${encodeURIComponent(path)}`]);
    }
    for (const path of ACTS) {
      expect((await stranger.get(path, { method: 'POST' })).status).toBe(401);
    }
  });

  it('believes no cookie that it has not signed', async () => {
    const forged = encodeURIComponent(
      JSON.stringify({ subject: 'x', name: 'x', role: 'operator', until: 9_999_999_999 }),
    );
    for (const cookie of [
      `console-session=${forged}`,
      `console-session=${forged}.${'a'.repeat(43)}`,
      'console-session=%',
    ]) {
      expect((await fetch(`${console.url}/orders`, { redirect: 'manual', headers: { cookie } })).status).toBe(401);
    }
  });

  it.each(ACTS)(
    'refuses %s from a viewer, without the token of a form, with that of somebody else, and from another site',
    async (path) => {
      const body = (token: string) => ({ method: 'POST', body: new URLSearchParams({ _csrf: token, reason: 'x' }) });
      const tokenOf = async (visitor: Visitor) =>
        /name="_csrf" value="([^"]+)"/.exec(await visitor.page('/repair'))?.[1] ?? '';
      const own = await tokenOf(operator);

      expect((await viewer.send('/repair', path, { reason: 'x' })).status).toBe(403);
      expect((await operator.get(path, body(''))).status).toBe(403);
      expect((await operator.get(path, body(await tokenOf(viewer)))).status).toBe(403);
      const elsewhere = await operator.get(path, { ...body(own), headers: { 'sec-fetch-site': 'cross-site' } });
      expect(elsewhere.status).toBe(403);
    },
  );

  it('lets no browser run or show what is not from here, on any page', async () => {
    for (const path of [...PAGES, '/nowhere', '/health/live', '/sign-in']) {
      const { headers } = await operator.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|data:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('sends the first page with everything on it in less than 150 kB', async () => {
    const page = await operator.page('/');
    const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    const sizes = await Promise.all(
      [...new Set(assets)].map(async (path) => (await (await operator.get(path)).arrayBuffer()).byteLength),
    );
    expect(assets.length).toBeGreaterThan(4);
    expect(sizes.reduce((sum, size) => sum + size, Buffer.byteLength(page))).toBeLessThan(150_000);
  });

  it('escapes what a customer or an address brings along', async () => {
    const page = await operator.page(`/orders?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)');
  });

  it('tells Prometheus of routes by their templates, and of the business', async () => {
    await operator.page(`/orders/${randomUUID()}`);
    await createVisitor(console.url).get(`/${randomUUID()}/wp-login.php`);
    const text = await (await fetch(`${console.url}/metrics`)).text();
    const metrics = parsePrometheus(text);

    const names = metrics.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'http_request_duration_seconds',
        'process_cpu_seconds_total',
        'nodejs_eventloop_lag_seconds',
        'orders_open',
        'order_queue_messages',
        'circuit_open',
        'orders_stuck',
        'oldest_repair_age_seconds',
        'outbox_age_seconds',
        'books_drift',
      ]),
    );
    expect(metrics.find(({ name }) => name === 'http_request_duration_seconds')?.type).toBe('HISTOGRAM');
    const series = seriesOf('http_request_duration_seconds', text);
    const routes = [...series.keys()];
    expect(routes).toContain('method="GET",route="/orders/:orderId",status_code="404"');
    expect(routes).toContain('method="GET",route="unmatched",status_code="404"');
    expect(routes.join('\n')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|wp-login/);
    for (const { buckets, count } of series.values()) {
      const counts = [...buckets.values()];
      expect(counts).toEqual([...counts].sort((one, other) => one - other));
      expect(buckets.get('+Inf')).toBe(count);
      expect([...buckets.keys()]).toContain('0.1');
    }
    const queues = metrics.find(({ name }) => name === 'order_queue_messages')?.metrics ?? [];
    expect(new Set(queues.map(({ labels }) => labels?.['queue']))).toContain('orders');
  });

  it('shows which alarm rings, what customers notice and which runbook helps', async () => {
    const page = await eventually(
      () => operator.page('/'),
      (text) => text.includes('dead-letters.md#orders'),
    );

    expect(page).toMatch(/alarm: [^<]*dead letters/i);
    expect(page).toMatch(
      /<a href="\/dead-letters">There are dead letters of orders: [^<]+<\/a><\/strong> Customers: [^<]+\.\s*Runbook: <code>dead-letters\.md#orders<\/code>/,
    );
  });

  it('leaves a trace of every request, with a span for each statement, and names it in its log', async () => {
    await operator.page('/orders?status=REJECTED');
    const traceId = await eventually(
      async () => console.traceOf('/orders') ?? '',
      (id) => id !== '',
    );

    const [trace] = await eventually(
      () => createLocalTraceReader(localCloud().traces).read([traceId]),
      ([found]) => found?.spans.every(({ endedAtMs }) => endedAtMs !== undefined) === true,
    );
    expect(trace?.spans.map(({ name, annotations }) => [name, annotations])).toEqual([
      ['order-console', {}],
      ['GET /orders', { status: 200 }],
      ['postgres-replica', { statement: 'search-orders' }],
    ]);
  });

  it('is alive without Postgres, and not ready', async () => {
    const alone = await runConsole({ DATABASE_READER_PORT: '1' });
    try {
      expect((await fetch(`${alone.url}/health/live`)).status).toBe(200);
      const ready = await fetch(`${alone.url}/health/ready`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({
        status: 'unavailable',
        checks: { replica: 'unavailable', proxy: 'ok' },
      });
      const visitor = await signIn(alone.url, 'viewer');
      expect(await visitor.page('/orders')).toContain('Postgres cannot be reached at the moment');
      expect(await visitor.page('/')).toContain('Not available: postgres is unavailable');
    } finally {
      await alone.end();
    }
  });

  it('says that nobody can sign in while the identity provider is away', async () => {
    const alone = await runConsole({ OIDC_ISSUER: 'http://127.0.0.1:1' });
    try {
      const answer = await createVisitor(alone.url).get('/sign-in');
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain('The identity provider cannot be reached at the moment');
    } finally {
      await alone.end();
    }
  });

  it('writes no address that was asked for, no cookie and no token into its log', async () => {
    await operator.page('/orders?q=somebody@example.com');
    expect(console.output()).toContain('"route":"/orders"');
    expect(console.output()).not.toMatch(/somebody@example|_csrf|console-session|code_verifier/);
    expect(console.output()).not.toContain(localCloud().postgres.password);
  });
});
