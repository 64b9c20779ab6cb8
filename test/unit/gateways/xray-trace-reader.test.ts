import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { XRayClient } from '@aws-sdk/client-xray';
import type { SegmentDocument } from '../../../lambdas/contracts/segment-document';
import { createXRayTraceReader } from '../../../lambdas/gateways/xray-trace-reader';

const idOf = (index: number): string => `1-6817a0c1-${String(index).padStart(24, '0')}`;
const documentOf = (traceId: string, id: string): SegmentDocument => ({
  trace_id: traceId,
  id: id.repeat(16),
  name: `segment ${id}`,
  start_time: Number.parseInt(id, 16),
  end_time: 20,
});

describe('Traces of X-Ray', () => {
  const asked: (readonly string[])[] = [];
  /** BatchGetTraces as it is documented: five ids at once, and more pages than one. Of trace 6 nothing is kept. */
  const server = createServer(async (request, response) => {
    const { TraceIds, NextToken } = JSON.parse(await text(request)) as { TraceIds: string[]; NextToken?: string };
    asked.push(TraceIds);
    const id = NextToken === undefined ? 'a' : 'b';
    const known = TraceIds.filter((traceId) => traceId !== idOf(6));
    const Traces = known.map((Id) => ({ Id, Segments: [{ Id: id, Document: JSON.stringify(documentOf(Id, id)) }] }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ Traces, ...(NextToken === undefined ? { NextToken: 'more' } : {}) }));
  });
  let client: XRayClient;

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    client = new XRayClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });
  afterAll(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  it('are read five at a time, to the last page, and answered in the order that was asked for', async () => {
    const ids = [7, 6, 5, 4, 3, 2, 1].map(idOf);

    const traces = await createXRayTraceReader({ client }).read(ids);

    expect(traces.map(({ traceId }) => traceId)).toEqual(ids.filter((id) => id !== idOf(6)));
    expect(traces.map(({ spans }) => spans.map(({ name }) => name))).toEqual(Array(6).fill(['segment a', 'segment b']));
    expect(Math.max(...asked.map(({ length }) => length))).toBe(5);
  });
});
