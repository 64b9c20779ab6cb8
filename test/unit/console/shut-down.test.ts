import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createLife } from '../../../console/http/life';
import { createMetrics } from '../../../console/metrics/metrics';
import { pushMetrics } from '../../../console/metrics/push-metrics';
import { addWaitingGauges } from '../../../console/overview/waiting-gauges';
import { shutDown } from '../../../console/shut-down';

/** A Pushgateway that keeps what it was sent, and answers as it is told. */
async function startGateway(status: number) {
  const pushed: string[] = [];
  const server: Server = createServer(async (request, response) => {
    pushed.push(await text(request));
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { pushed, url: `http://127.0.0.1:${port}`, end: () => new Promise((resolve) => server.close(resolve)) };
}

/** A console of which only its figures are real: they cannot be read any more once its connections are closed. */
function consoleWith(gatewayUrl: string) {
  const done: string[] = [];
  const metrics = createMetrics();
  addWaitingGauges(metrics.registry, async () => ({
    gauges: done.includes('connections') ? {} : { stuckOrders: 3, oldestRepairSeconds: 60, outboxAgeSeconds: 7 },
    unread: [],
  }));
  const part = (name: string) => async (): Promise<void> => void done.push(name);
  return {
    done,
    end: () =>
      shutDown({
        log: { warn: () => void done.push('warned') },
        life: createLife(),
        drainMs: 0,
        closeServer: part('server'),
        stopPollers: part('pollers'),
        flushTraces: part('traces'),
        flushMetrics: () => pushMetrics(metrics, gatewayUrl),
        closeConnections: part('connections'),
      }),
  };
}

describe('The last figures of a console that ends', () => {
  it('are pushed while the database can still be asked for them', async () => {
    const gateway = await startGateway(202);
    const { done, end } = consoleWith(gateway.url);

    await end();
    await gateway.end();

    expect(done).toEqual(['server', 'pollers', 'traces', 'connections']);
    expect(gateway.pushed).toHaveLength(1);
    for (const line of ['orders_stuck 3', 'oldest_repair_age_seconds 60', 'outbox_age_seconds 7']) {
      expect(gateway.pushed[0]?.split('\n')).toContain(line);
    }
  });

  it('keep nothing else from ending when nobody takes them', async () => {
    const gateway = await startGateway(500);
    const { done, end } = consoleWith(gateway.url);

    await end();
    await gateway.end();

    expect(done).toEqual(['server', 'pollers', 'traces', 'warned', 'connections']);
  });
});
