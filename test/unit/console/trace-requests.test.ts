import fastify, { type FastifyInstance } from 'fastify';
import { traceRequests } from '../../../console/tracing/trace-requests';
import type { SegmentDocument } from '../../../lambdas/contracts/segment-document';
import { act } from '../../../lambdas/operations/dead-letters/act';
import { tracedDatabase } from '../../../lambdas/persistence/postgres/traced-database';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { systemClock } from '../../../lambdas/runtime/clock';
import { sendSegmentsBy } from '../../../lambdas/runtime/tracing/trace';
import { eventually } from '../../support/end-to-end/eventually';
import { orderIdOf } from '../../support/mothers/order-mother';

describe('Requests to the console', () => {
  const orderId = orderIdOf(7);
  let documents: SegmentDocument[] = [];
  let actions: OperatorAction[] = [];
  beforeEach(() => {
    documents = [];
    actions = [];
    sendSegmentsBy({ emit: (document) => void documents.push(document()) });
  });

  const database = tracedDatabase({ query: async () => [], close: async () => {} }, 'postgres-replica');
  let app: FastifyInstance;
  let url = '';
  beforeAll(async () => {
    app = fastify();
    app.get('/health/live', async () => 'ok');
    await app.register((pages, _options, done) => {
      traceRequests(pages);
      pages.get('/orders/:orderId', async (_request, reply) => {
        await database.query('/* read-order-whole */ SELECT 1', ['somebody']);
        return reply.code(404).send('none');
      });
      pages.get('/stream', { config: { isStream: true } }, async () => 'much later');
      pages.post('/orders/:orderId/acts/:act', async () =>
        act(
          { actions: { record: async (action) => void actions.push(action) }, clock: systemClock },
          { kind: 'retry', orderId, by: 'grace' },
          async () => void (await database.query('/* confirm */ UPDATE', [])),
        ),
      );
      pages.get('/broken', async () => {
        throw new TypeError('a bug, and somebody@shop.example');
      });
      done();
    });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => app.close());
  /** The answer may be there a moment before the span has ended. */
  const ended = async (count = 1) =>
    eventually(
      async () => documents.filter(({ end_time }) => end_time !== undefined),
      ({ length }) => length >= count,
    );

  it('have a trace each: the route, what it was about, and a span for each statement', async () => {
    await fetch(`${url}/orders/${orderId}`);

    expect(await ended()).toEqual([
      expect.objectContaining({
        name: 'order-console',
        trace_id: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        subsegments: [
          expect.objectContaining({
            name: 'GET /orders/:orderId',
            annotations: { orderId, status: 404 },
            subsegments: [
              expect.objectContaining({
                name: 'postgres-replica',
                annotations: { statement: 'read-order-whole' },
              }),
            ],
          }),
        ],
      }),
    ]);
    expect((await ended())[0]?.parent_id).toBeUndefined();
  });

  it('have one also for a HEAD, and do not share it', async () => {
    await fetch(`${url}/orders/${orderId}`, { method: 'HEAD' });
    await fetch(`${url}/orders/${orderId}`);

    const both = await ended(2);
    expect(both.map(({ subsegments }) => subsegments?.map(({ name }) => name))).toEqual([
      ['HEAD /orders/:orderId'],
      ['GET /orders/:orderId'],
    ]);
    expect(new Set(both.map(({ trace_id }) => trace_id)).size).toBe(2);
  });

  it('leave its id in the record of an act', async () => {
    await fetch(`${url}/orders/${orderId}/acts/retry`, { method: 'POST' });

    const [trace] = await ended();
    expect(actions.map(({ outcome, traceId }) => ({ outcome, traceId }))).toEqual([
      { outcome: 'begun', traceId: trace?.trace_id },
      { outcome: 'done', traceId: trace?.trace_id },
    ]);
    expect(JSON.stringify(trace)).toContain('"statement":"confirm"');
  });

  it('show that something broke, and say nothing of what', async () => {
    await fetch(`${url}/broken`);

    expect(await ended()).toEqual([expect.objectContaining({ fault: true, annotations: { error: 'TypeError' } })]);
    expect(JSON.stringify(documents)).not.toContain('somebody');
  });

  it('take nothing into a trace that a person has typed in the place of an id', async () => {
    await fetch(`${url}/orders/ada@shop.example`);

    await ended();
    expect(JSON.stringify(documents)).not.toContain('shop.example');
  });

  it('are not traced when a machine asks, or when they last', async () => {
    await fetch(`${url}/health/live`);
    await fetch(`${url}/stream`);

    expect(documents).toEqual([]);
  });
});
