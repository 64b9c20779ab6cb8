import fc from 'fast-check';
import type { SegmentDocument, Subsegment } from '../../../../lambdas/contracts/segment-document';
import { parseTraceHeader } from '../../../../lambdas/contracts/trace-header';
import { OutOfStockError } from '../../../../lambdas/domain/rejections';
import { startTraceDaemon, type TraceDaemon } from '../../../support/tracing/trace-daemon';

type Tracing = typeof import('../../../../lambdas/runtime/tracing/trace');

const ORDER = '1-6817a0c1-111111111111111111111111';
const OF_ORDER = `Root=${ORDER};Parent=2222222222222222;Sampled=1`;
const INVOCATION = 'Root=1-6817a0c0-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1';

/** A piece of work and what it consists of, done one after the other or at once. */
interface Work {
  readonly name: string;
  readonly atOnce: boolean;
  readonly fails: boolean;
  readonly parts: readonly Work[];
}
const anyWork: (depth?: number) => fc.Arbitrary<Work> = fc.memo((depth: number) =>
  fc.record<Work>({
    name: fc.string({ minLength: 1, maxLength: 12 }),
    atOnce: fc.boolean(),
    fails: fc.boolean(),
    parts: depth > 1 ? fc.array(anyWork(), { maxLength: 3 }) : fc.constant([]),
  }),
);

const spansIn = ({ subsegments = [] }: Pick<Subsegment, 'subsegments'>): readonly Subsegment[] =>
  subsegments.flatMap((child) => [child, ...spansIn(child)]);
const countOf = ({ parts }: Work): number => parts.reduce((sum, part) => sum + 1 + countOf(part), 0);

describe('A trace', () => {
  let daemon: TraceDaemon;
  let tracing: Tracing;

  const load = (address: string | undefined): Tracing => {
    process.env['AWS_XRAY_DAEMON_ADDRESS'] = address;
    jest.resetModules();
    return require('../../../../lambdas/runtime/tracing/trace') as Tracing;
  };
  const perform = async ({ parts, atOnce, fails }: Work): Promise<void> => {
    const one = (part: Work) => tracing.inSpan(part.name, {}, () => perform(part)).catch(() => undefined);
    if (atOnce) {
      await Promise.all(parts.map(one));
    } else {
      for (const part of parts) {
        await one(part);
      }
    }
    if (fails) {
      throw new Error('as was asked for');
    }
  };

  beforeEach(async () => {
    daemon = await startTraceDaemon();
    process.env['_X_AMZN_TRACE_ID'] = INVOCATION;
    tracing = load(daemon.address);
  });
  afterEach(() => daemon.close());
  afterAll(() => {
    delete process.env['_X_AMZN_TRACE_ID'];
    delete process.env['AWS_XRAY_DAEMON_ADDRESS'];
  });

  it('holds all work of an invocation, each piece once and below that which it is a part of', async () => {
    await fc.assert(
      fc.asyncProperty(anyWork(4), async (work) => {
        daemon.forget();
        await tracing.inTrace('work', {}, () => perform(work)).catch(() => undefined);

        const [document] = (await daemon.ended(1)) as [SegmentDocument];
        const spans = spansIn(document);
        expect(spans).toHaveLength(countOf(work));
        expect(new Set([document.id, ...spans.map(({ id }) => id)]).size).toBe(spans.length + 1);
        expect(document.fault ?? false).toBe(work.fails);
        for (const parent of [document, ...spans]) {
          for (const child of parent.subsegments ?? []) {
            expect(child.start_time).toBeGreaterThanOrEqual(parent.start_time);
            expect(child.end_time).toBeLessThanOrEqual(parent.end_time ?? 0);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is Lambda's own when the message brings none, or the same", async () => {
    await tracing.inTrace('a', {}, async () => undefined);
    await tracing.inTrace('b', { continues: INVOCATION.replace('53995c3f42cd8ad8', '1'.repeat(16)) }, async () => {});

    expect(await daemon.ended(2)).toMatchObject([
      { name: 'a', type: 'subsegment', parent_id: '53995c3f42cd8ad8' },
      { name: 'b', type: 'subsegment', parent_id: '53995c3f42cd8ad8' },
    ]);
  });

  it("is that of the message when it brings another, with Lambda's own linked", async () => {
    await tracing.inTrace('record', { continues: OF_ORDER }, async () => undefined);

    const [document] = await daemon.ended(1);
    expect(document).toMatchObject({
      trace_id: ORDER,
      parent_id: '2222222222222222',
      links: [{ trace_id: '1-6817a0c0-0123456789abcdef01234567', id: '53995c3f42cd8ad8' }],
    });
    expect(document).not.toHaveProperty('type');
  });

  it('keeps records of one batch apart, whose work goes on at once', async () => {
    const headers = ['3', '4', '5'].map((digit) => `Root=1-6817a0c1-${digit.repeat(24)};Parent=2222222222222222`);
    const inside = await Promise.all(
      headers.map((continues, index) =>
        tracing.inTrace(`record ${index}`, { continues }, () =>
          tracing.inSpan('call', {}, async () => {
            await new Promise((resolve) => setTimeout(resolve, 5 - index));
            tracing.annotate({ index });
            return tracing.traceHeader();
          }),
        ),
      ),
    );

    expect(inside.map((header) => parseTraceHeader(header)?.traceId)).toEqual(
      headers.map((header) => parseTraceHeader(header)?.traceId),
    );
    const documents = await daemon.ended(3);
    for (const { name, subsegments = [] } of documents) {
      expect(subsegments).toMatchObject([{ annotations: { index: Number(name.split(' ')[1]) } }]);
    }
  });

  it('passes on a header that hangs what comes below the span that calls', async () => {
    const header = await tracing.inTrace('work', { continues: OF_ORDER }, () =>
      tracing.inSpan('call', {}, async () => tracing.traceHeader()),
    );

    const [document] = await daemon.ended(1);
    expect(parseTraceHeader(header)).toEqual({
      traceId: ORDER,
      parentId: document?.subsegments?.[0]?.id,
      sampled: true,
    });
  });

  it('says at once that work has begun, so that something is seen of what is killed', async () => {
    await tracing.inTrace('work', { annotations: { orderId: 'o-1' } }, async () => undefined);
    await daemon.ended(1);

    const [begun, ended] = daemon.documents;
    expect(begun).toMatchObject({ in_progress: true, annotations: { orderId: 'o-1' } });
    expect(begun).not.toHaveProperty('end_time');
    expect(ended?.id).toBe(begun?.id);
  });

  it('tells a rejection from a failure, by name and without what it says', async () => {
    const fail = (error: Error) =>
      tracing.inTrace('step', {}, () => Promise.reject(error)).catch((thrown: unknown) => thrown);
    const refusal = Object.assign(new Error('secret'), { name: 'Refused' });

    expect(await fail(refusal)).toBe(refusal);
    await tracing.inTrace('step', { isRefusal: () => true }, () => Promise.reject(refusal)).catch(() => undefined);

    expect(await daemon.ended(2)).toMatchObject([
      { fault: true, annotations: { error: 'Refused' }, cause: { exceptions: [{ type: 'Refused' }] } },
      { error: true, annotations: { error: 'Refused' } },
    ]);
    expect(JSON.stringify(daemon.documents)).not.toContain('secret');
    expect(new OutOfStockError('TEA', 2, 1).name).toBe('OutOfStockError');
  });

  it('records nothing of what nobody samples, and passes that on', async () => {
    const header = await tracing.inTrace('work', { continues: OF_ORDER.replace('Sampled=1', 'Sampled=0') }, async () =>
      tracing.traceHeader(),
    );
    await tracing.inTrace('sampled', {}, async () => undefined);

    expect(header).toMatch(/;Sampled=0$/);
    expect((await daemon.ended(1)).map(({ name }) => name)).toEqual(['sampled']);
    expect(daemon.documents.filter(({ name }) => name === 'work')).toEqual([]);
  });

  it('stays within a datagram, however much happens, and says what it leaves out', async () => {
    const long = 'x'.repeat(10_000);
    await tracing.inTrace('work', {}, async () => {
      for (let index = 0; index < 500; index += 1) {
        await tracing.inSpan(long, { annotations: { long }, aws: { table_name: 'a table' } }, async () => undefined);
      }
    });

    const [document] = await daemon.ended(1);
    expect(document?.subsegments).toHaveLength(100);
    expect(document?.annotations).toMatchObject({ omitted: 400 });
    expect(Math.max(...daemon.datagrams.map(({ byteLength }) => byteLength))).toBeLessThan(64_000);
  });

  it('sends a document without its parts when those are too large', async () => {
    const long = 'ü'.repeat(10_000);
    await tracing.inTrace('work', {}, async () => {
      for (let index = 0; index < 100; index += 1) {
        const annotations = { a: long, b: long, c: long };
        await tracing.inSpan('part', { annotations }, async () => undefined);
      }
    });

    expect(await daemon.ended(1)).toMatchObject([{ annotations: { omitted: 100 } }]);
  });

  it.each([
    ['nobody listens', '127.0.0.1:9'],
    ['the address is none', 'no address'],
    ['the host is unknown', 'daemon.invalid:2000'],
    ['there is none', undefined],
  ])('row 46: disturbs no work when %s', async (_, address) => {
    tracing = load(address);

    await expect(tracing.inTrace('work', {}, async () => 'done')).resolves.toBe('done');
    await expect(tracing.inTrace('work', {}, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });

  it.each(['', 'Root=1-2-3', 'Root=;Parent=;Sampled=', '\u0000', 'Root=1-6817a0c1-111111111111111111111111'])(
    'row 46: disturbs no work when the header is %j',
    async (header) => {
      process.env['_X_AMZN_TRACE_ID'] = header;

      await expect(tracing.inTrace('work', { continues: header }, async () => 'done')).resolves.toBe('done');
    },
  );

  it('names what it does as X-Ray takes names', async () => {
    await tracing.inTrace('GET /orders/{orderId}', {}, () => tracing.inSpan('what? <b>!', {}, async () => undefined));

    expect(await daemon.ended(1)).toMatchObject([{ name: 'GET /orders/:orderId', subsegments: [{ name: 'what b' }] }]);
  });
});
