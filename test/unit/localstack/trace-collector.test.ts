import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalTraceReader } from '../../../localstack/trace-collector/local-trace-reader';
import { findLines, openSegmentLog } from '../../../localstack/trace-collector/segment-log';
import { refusedFile, startTraceCollector } from '../../../localstack/trace-collector/trace-collector';
import { startTracesApi } from '../../../localstack/trace-collector/traces-api';
import { eventually } from '../../support/end-to-end/eventually';
import { declinedOrder, TRACE_ID } from '../../support/tracing/segment-mother';

const HEADER = '{"format":"json","version":1}\n';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'traces-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('The trace collector', () => {
  const sender = createSocket('udp4');
  afterAll(() => sender.close());

  const send = async (address: string, ...datagrams: readonly string[]): Promise<void> => {
    const [host, port] = address.split(':');
    for (const datagram of datagrams) {
      await new Promise((resolve) => sender.send(datagram, Number(port), host, resolve));
    }
  };

  it('keeps what the daemon protocol brings, and reads it back as traces', async () => {
    const collector = await startTraceCollector(directory);
    const reader = createLocalTraceReader(collector);
    try {
      await send(collector.address, ...declinedOrder().map((document) => HEADER + JSON.stringify(document)));

      const [trace] = await eventually(
        () => reader.read([TRACE_ID]),
        ([found]) => found?.spans.length === 6,
      );
      expect(trace?.traceId).toBe(TRACE_ID);
      expect(await reader.read(['1-6817a0c1-222222222222222222222222'])).toEqual([]);
      expect(existsSync(refusedFile(directory))).toBe(false);
    } finally {
      await collector.close();
    }
    expect((await reader.read([TRACE_ID]))[0]?.spans).toHaveLength(6); // also when nothing runs any more
  });

  it('takes what a container sends to the API of X-Ray, as strictly, and answers it there', async () => {
    const collector = await startTraceCollector(directory);
    const api = await startTracesApi(collector);
    const ask = async (path: string, body: unknown) =>
      (await fetch(api.url + path, { method: 'POST', body: JSON.stringify(body) })).json();
    const documents = [...declinedOrder().map((document) => JSON.stringify(document)), '{"id":"secret"}'];
    try {
      expect(await ask('/TraceSegments', { TraceSegmentDocuments: documents })).toEqual({
        UnprocessedTraceSegments: [],
      });

      const { Traces: traces } = await eventually(
        () => ask('/Traces', { TraceIds: [TRACE_ID] }) as Promise<{ Traces: readonly { Segments: unknown[] }[] }>,
        ({ Traces: [found] }) => found?.Segments.length === documents.length - 1,
      );
      expect(traces).toMatchObject([{ Id: TRACE_ID }]);
      expect(readFileSync(refusedFile(directory), 'utf8')).not.toContain('"secret"');
    } finally {
      await Promise.all([api.close(), collector.close()]);
    }
  });

  it('refuses what X-Ray would drop, and repeats nothing of it', async () => {
    const collector = await startTraceCollector(directory);
    const [good] = declinedOrder();
    const bad = [
      'secret',
      `{"format":"json","version":2}\n${JSON.stringify(good)}`,
      ...[
        { ...good, id: 'secret' },
        { ...good, name: 'secret?' },
        { ...good, end_time: 1 },
        { ...good, in_progress: undefined },
        { ...good, type: 'subsegment' },
        { ...good, annotations: { 'not a key': 'secret' } },
        { ...good, secret: 'secret' },
      ].map((document) => HEADER + JSON.stringify(document)),
    ];
    const lines = () => (existsSync(refusedFile(directory)) ? readFileSync(refusedFile(directory), 'utf8') : '');
    try {
      await send(collector.address, ...bad);
      await eventually(
        async () => lines().split('\n').length - 1,
        (count) => count === bad.length,
      );
    } finally {
      await collector.close();
    }
    expect(findLines(directory, [TRACE_ID])).toEqual([]);
    expect(lines().replaceAll('"secret\\"', '')).not.toMatch(/secret[?"]/);
  });
});

describe('The log of segments', () => {
  it('keeps the newest and is bounded', async () => {
    const log = openSegmentLog(directory, 1_000);
    for (let index = 0; index < 50; index += 1) {
      log.append(`line ${index} ${'x'.repeat(90)}`);
      await new Promise((resolve) => setTimeout(resolve, index % 5 === 0 ? 25 : 0));
    }
    await log.close();

    const kept = findLines(directory, ['line']);
    expect(kept.at(-1)).toMatch(/^line 49 /);
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(kept.length).toBeLessThan(50);
    expect(kept.map((line) => Number(line.split(' ')[1]))).toEqual(kept.map((_, index) => 50 - kept.length + index));
  });
});
