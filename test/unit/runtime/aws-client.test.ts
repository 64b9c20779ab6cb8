import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { beginDeadline } from '../../../lambdas/resilience/deadline';
import { withinInvocation } from '../../../lambdas/runtime/aws-client';
import { AWS_CLIENT_BOUNDS } from '../../../lambdas/runtime/aws-client-bounds';

/** What a function has before it is killed. Far less than the three attempts of one call, which take six seconds. */
const INVOCATION_MS = 1_000;
/** Between that and the half a minute that five calls would take, for a machine that has other things to do. */
const SOON_MS = 15_000;
/** Wherever it is noticed; a call that takes all of its own time fails with another one. */
const outOfTime = { name: expect.stringMatching(/^(Abort|NoAnswerInTime)Error$/) };

describe('Calls of AWS within an invocation', () => {
  let answer: 'none' | 'throttled' | 'item';
  let requests = 0;
  let server: Server;
  let client: DynamoDBClient;

  beforeAll((done) => {
    server = createServer((_, response) => {
      requests += 1;
      if (answer !== 'none') {
        response.writeHead(answer === 'item' ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(answer === 'item' ? '{"Item":{}}' : '{"__type":"ThrottlingException","message":"slow down"}');
      }
    }).listen(0, '127.0.0.1', done);
  });
  beforeEach(() => {
    requests = 0;
    client = withinInvocation(
      new DynamoDBClient({
        ...AWS_CLIENT_BOUNDS,
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
    );
  });
  afterEach(() => {
    client.destroy();
    beginDeadline(undefined);
  });
  afterAll((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  const get = () => client.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } } }));
  const tookMs = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };

  it('work while there is time', async () => {
    answer = 'item';
    beginDeadline(20_000);

    await expect(get()).resolves.toMatchObject({ Item: {} });
  });

  it('end with it, all five of one request together, when nothing is ever answered', async () => {
    answer = 'none';
    beginDeadline(INVOCATION_MS);

    const took = await tookMs(async () => {
      for (let call = 0; call < 5; call += 1) {
        await expect(get()).rejects.toMatchObject(outOfTime);
      }
    });

    expect(took).toBeLessThan(SOON_MS);
  });

  it('end with it while they wait for their next attempt, which is not made in the next invocation', async () => {
    answer = 'throttled';
    beginDeadline(600); // and 500 of them are kept to say so

    await expect(get()).rejects.toThrow();

    beginDeadline(20_000);
    await sleep(100); // what had been sent before has arrived
    const made = requests;
    await sleep(1_000); // longer than a wait after the first attempt
    expect(requests).toBe(made);
  });

  it('of a document client end with it as well', async () => {
    answer = 'none';
    beginDeadline(INVOCATION_MS);
    const documents = DynamoDBDocumentClient.from(client);

    const asked = documents.send(new GetCommand({ TableName: 'orders', Key: { id: '1' } }));

    await expect(asked).rejects.toMatchObject(outOfTime);
  });
});
