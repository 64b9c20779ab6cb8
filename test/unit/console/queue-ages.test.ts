import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCloudWatchQueueAges } from '../../../console/overview/cloudwatch-queue-ages';
import { createLocalQueueAges } from '../../../console/overview/local-queue-ages';
import { createReadQueues } from '../../../console/overview/read-queues';

const clock = { now: () => new Date('2026-05-04T10:00:00Z') };
const queues = [
  { name: 'orders', queueName: 'dev-orders' },
  { name: 'payment-events', queueName: 'dev-payment-events' },
];

describe('How long the oldest message of a queue has waited', () => {
  it('is the newest figure that CloudWatch has, where it has one', async () => {
    const asked: unknown[] = [];
    const send = async ({ input }: { readonly input: unknown }) => {
      asked.push(input);
      return {
        MetricDataResults: [
          { Id: 'q1', Values: [] },
          { Id: 'q0', Values: [90, 30] },
        ],
      };
    };

    expect(await createCloudWatchQueueAges({ client: { send } as never, queues, clock })()).toEqual({ orders: 90 });
    expect(asked).toEqual([
      expect.objectContaining({
        StartTime: new Date('2026-05-04T09:50:00Z'),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: queues.map(({ queueName }, index) => ({
          Id: `q${index}`,
          MetricStat: expect.objectContaining({
            Metric: expect.objectContaining({ Dimensions: [{ Name: 'QueueName', Value: queueName }] }),
          }),
        })),
      }),
    ]);
  });

  it('is counted from what an emulator shows, and nothing where there is no message', async () => {
    const sent = (secondsAgo: number) => ({ SentTimestamp: clock.now().getTime() / 1_000 - secondsAgo });
    const messages = { '1': { 'eu-central-1': { 'http://emulator/1/dev-orders': [sent(5), sent(65)] } } };
    const server = createServer((_request, response) => response.end(JSON.stringify({ messages })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    expect(await createLocalQueueAges({ url, queues, clock })()).toEqual({ orders: 65, 'payment-events': 0 });
    await new Promise((resolve) => server.close(resolve));
  });

  it('keeps nobody from seeing how many there are', async () => {
    const depth = async () => ({ waiting: 2, inFlight: 1 });
    const operated = [{ name: 'orders', kind: 'order', source: { depth }, deadLetters: { depth } }] as never;

    const read = createReadQueues({ queues: operated, ages: () => Promise.reject(new Error('away')) });

    expect(await read()).toEqual([
      { name: 'orders', waiting: 2, inFlight: 1, deadLetters: 3, oldestSeconds: undefined },
    ]);
  });
});
