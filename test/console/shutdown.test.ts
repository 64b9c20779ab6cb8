import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createLocalTraceReader } from '../../localstack/trace-collector/local-trace-reader';
import { type RunningConsole, runConsole } from '../support/console/running-console';
import { signIn, type Visitor } from '../support/console/visitor';
import { eventually } from '../support/end-to-end/eventually';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(120_000);

/** The name of this file's connections at Postgres: other consoles use the same servers. */
const APPLICATION = `console-${randomUUID()}`;

const running: RunningConsole[] = [];
const start = async (variables: Readonly<Record<string, string>> = {}): Promise<RunningConsole> => {
  const started = await runConsole({ PGAPPNAME: APPLICATION, CONSOLE_SHUTDOWN_MS: '60000', ...variables });
  running.push(started);
  return started;
};

const connectionsAt = async (server: 'postgres' | 'replica'): Promise<number> => {
  const client = new Client({ connectionString: localCloud()[server].url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT FROM pg_stat_activity WHERE application_name = $1', [APPLICATION]);
    return rows.length;
  } finally {
    await client.end();
  }
};

/** What a load balancer does: sends as long as it is told that requests are welcome, and looks ten times a second. */
function loadBalancer(url: string) {
  let isWelcome = true;
  const looking = (async () => {
    while (isWelcome) {
      isWelcome = (await fetch(`${url}/health/ready`)).status === 200;
      await sleep(100);
    }
  })();
  return {
    looking,
    /** One request after another, with what became of each. */
    async load(visitor: Visitor, path: string): Promise<readonly string[]> {
      const fates: string[] = [];
      while (isWelcome) {
        const fate = await visitor.get(path).then(
          async (response) => `${response.status}, ${(await response.text()).length > 0 ? 'whole' : 'empty'}`,
          (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message,
        );
        fates.push(fate);
      }
      return fates;
    },
  };
}

describe('The end of the console', () => {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((console) => console.end()));
  });

  it('at SIGTERM under load: nothing that was accepted fails, nothing stays open', async () => {
    const console = await start({ CONSOLE_DRAIN_MS: '4000' });
    const visitor = await signIn(console.url, 'viewer');
    await eventually(
      () => connectionsAt('replica'),
      (count) => count >= 5,
    );
    const balancer = loadBalancer(console.url);
    const paths = ['/', '/orders', '/repair', '/health/live'];
    const clients = paths.map((path) => balancer.load(visitor, path));
    // Browsers open connections before they need them.
    const { hostname, port } = new URL(console.url);
    const silent = connect(Number(port), hostname).on('error', () => {});
    const stream = await visitor.get('/overview/stream');
    const streamed = stream.text();
    await eventually(
      async () => console.output().split('"route":"/orders"').length,
      (count) => count > 10,
    );

    console.signal('SIGTERM');
    await balancer.looking;
    const fates = (await Promise.all(clients)).flat();

    expect({ code: await console.exited, last: console.output().slice(-3000) }).toMatchObject({ code: 0 });
    expect(new Set(fates)).toEqual(new Set(['200, whole']));
    // The stream was ended, not cut: its last chunk has come.
    await expect(streamed).resolves.toContain('event: part');
    expect(await connectionsAt('postgres')).toBe(0);
    expect(await connectionsAt('replica')).toBe(0);
    expect(console.output()).toContain('"msg":"ended"');
    silent.destroy();
  });

  it('finishes what it is in the middle of, at SIGINT too', async () => {
    const console = await start({ CONSOLE_DRAIN_MS: '0' });
    const visitor = await signIn(console.url, 'operator');

    // To look into every queue takes seconds.
    const page = visitor.get('/dead-letters?look=again').then((response) => response.text());
    await eventually(
      async () => /^http_requests_in_flight (\d+)$/m.exec(await (await fetch(`${console.url}/metrics`)).text())?.[1],
      (count) => Number(count) >= 2, // that one, and the one that asks
    );
    console.signal('SIGINT');

    await expect(page).resolves.toContain('By cause');
    expect(await console.exited).toBe(0);
    // What was traced last has been sent on the way out.
    const [trace] = await createLocalTraceReader(localCloud().traces).read([console.traceOf('/dead-letters') ?? '']);
    expect(trace?.spans.map(({ name }) => name)).toContain('GET /dead-letters');
    expect(await connectionsAt('postgres')).toBe(0);
    expect(await connectionsAt('replica')).toBe(0);
  });

  it('ends at once at the second signal', async () => {
    const console = await start({ CONSOLE_DRAIN_MS: '60000', CONSOLE_SHUTDOWN_MS: '70000' });
    console.signal('SIGTERM');
    await eventually(
      async () => console.output(),
      (output) => output.includes('"msg":"ending"'),
    );

    console.signal('SIGTERM');

    expect(await console.exited).toBe(1);
  });

  it('fails when it does not end in time', async () => {
    const console = await start({ CONSOLE_DRAIN_MS: '60000', CONSOLE_SHUTDOWN_MS: '300' });

    console.signal('SIGTERM');

    expect(await console.exited).toBe(1);
    expect(console.output()).toContain('killed by timeout');
  });
});
