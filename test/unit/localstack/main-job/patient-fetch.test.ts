import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchPatiently, isThrottled } from '../../../../localstack/main-job/patient-fetch';

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
}

describe('fetchPatiently', () => {
  let server: Server;
  let url: string;
  let answers: Answer[];

  beforeAll(async () => {
    server = createServer((_, response) => {
      const { status, headers } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each<{ what: string; answer: Answer }>([
    { what: 'an account at its limit', answer: { status: 429 } },
    { what: 'a server that is broken', answer: { status: 502 } },
    { what: 'the same request still at work', answer: { status: 409, headers: { 'retry-after': '1' } } },
  ])('repeats: $what', async ({ answer }) => {
    answers = [answer, { status: 200 }];

    expect((await fetchPatiently(url, {})).status).toBe(200);
  });

  it('leaves a conflict to the caller', async () => {
    answers = [{ status: 409 }];

    expect((await fetchPatiently(url, {})).status).toBe(409);
  });

  it('repeats nothing but what the caller says', async () => {
    answers = [{ status: 429 }, { status: 503 }];

    expect((await fetchPatiently(url, {}, isThrottled)).status).toBe(503);
  });
});
