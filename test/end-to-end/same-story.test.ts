import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { Timeline } from '../../lambdas/operations/timeline/timeline-entry';
import { type SpanNode, spanTree } from '../../lambdas/operations/traces/span-tree';
import type { Trace, TraceSpan } from '../../lambdas/ports/trace-reader';
import { orderOf } from '../../localstack/main-job/scenarios';
import { refusedFile } from '../../localstack/trace-collector/trace-collector';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { type LogLine, logLinesOf } from '../support/end-to-end/log-lines';
import { deadLetteredAndReplayed } from '../support/end-to-end/replayed-order';
import { cliAnswer, runCli } from '../support/end-to-end/run-cli';
import { runScheduled } from '../support/end-to-end/run-scheduled';
import {
  durationsInLogs,
  durationsInMetrics,
  endsInMetrics,
  endsInTimeline,
  lengthsOf,
  receivesInMetrics,
  receivesInTrace,
  sorted,
  stepsIn,
  storyOfLogs,
  storyOfMetrics,
  storyOfTimeline,
  storyOfTrace,
  withoutAttempts,
} from '../support/end-to-end/stories';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(300_000);

const customer = newCustomer();
const { shop } = customer;
const FINAL = ['CONFIRMED', 'REJECTED'];
const CLOCKS_MS = 5;

const place = async (change: Parameters<typeof orderOf>[0] = {}): Promise<string> => {
  const { orderId = '' } = await shop.place(orderOf(change));
  return orderId;
};
/** The carrier refuses it. */
const placeUndeliverable = () => place({ shippingAddress: { ...orderOf().shippingAddress, postalCode: '00000' } });
const untilFinal = (orderId: string) =>
  eventually(
    () => shop.find(orderId),
    ({ status }) => FINAL.includes(status),
    { withinMs: 120_000 },
  );

/** The emulator keeps a line that came late until the function is called again. */
const callEveryFunction = async (): Promise<void> => {
  await Promise.all((await Promise.all([place(), placeUndeliverable()])).map(untilFinal));
};

interface Told {
  readonly trace: Trace;
  readonly timeline: Timeline;
}

/** A trace is complete when the last thing that the saga does has ended. */
async function tell(orderId: string): Promise<Told> {
  const [trace] = await eventually(
    () => cliAnswer<readonly Trace[]>('trace', orderId).catch(() => []),
    ([found]) => found?.spans.every(({ endedAtMs }) => endedAtMs !== undefined) === true && isOver(found),
  );
  const timeline = await eventually(
    () => cliAnswer<Timeline>('orders', 'timeline', orderId),
    ({ entries }) => entries.some(({ kind }) => kind === 'execution'),
  );
  return { trace: trace as Trace, timeline };
}

/** As if whoever wrote them had died before they left. */
async function putBackIntoOutbox(orderId: string): Promise<void> {
  const session = new Client({ connectionString: localCloud().postgres.url });
  await session.connect();
  const due = "now() - interval '1 hour'";
  await session.query(
    `INSERT INTO outbox (event_id, due_at) SELECT event_id, ${due} FROM order_events WHERE order_id = $1
     ON CONFLICT (event_id) DO UPDATE SET due_at = ${due}`,
    [orderId],
  );
  await session.end();
}

const consumersIn = ({ spans }: Trace, consumer: string): readonly TraceSpan[] =>
  spans.filter(({ annotations }) => annotations['consumer'] === consumer);

const isOver = ({ spans }: Trace): boolean =>
  stepsIn(spans).some(
    ({ annotations: { step, outcome } }) =>
      (step === 'ConfirmOrder' || step === 'RejectOrder') && outcome === 'succeeded',
  );

const parentOf = ({ spans }: Trace, { parentId }: TraceSpan) => spans.find(({ id }) => id === parentId);

describe('The story of an order', () => {
  const orders = {} as Record<'confirmed' | 'compensated' | 'replayed', string>;
  beforeAll(async () => {
    const [confirmed, compensated, replayed] = await Promise.all([
      place(),
      placeUndeliverable(),
      deadLetteredAndReplayed(customer),
    ]);
    Object.assign(orders, { confirmed, compensated, replayed });
    await Promise.all(Object.values(orders).map(untilFinal));
  });

  it.each([
    ['confirmed', ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder']],
    [
      'compensated',
      ['ReserveInventory', 'ChargePayment', 'BookShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'],
    ],
    ['replayed', ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder']],
  ] as const)('of one that was %s is one trace: one root, no orphan, every parent right', async (which, steps) => {
    const { trace } = await tell(orders[which]);

    const { roots, orphans } = spanTree(trace);
    expect(orphans).toEqual([]);
    expect(roots).toHaveLength(1);
    const request = trace.spans.find(({ name }) => name === 'POST /orders') as TraceSpan;
    expect([request.id, request.parentId]).toContain(roots[0]?.span.id);
    for (const receive of consumersIn(trace, 'start-saga')) {
      expect(parentOf(trace, receive)).toBe(request);
    }
    expect([...new Set(stepsIn(trace.spans).map(({ name }) => name))]).toEqual(steps);
    for (const step of stepsIn(trace.spans)) {
      expect(parentOf(trace, step)?.annotations).toMatchObject({ consumer: 'start-saga', outcome: 'done' });
      expect(step.annotations).toMatchObject({ orderId: orders[which] });
    }
    const statements = trace.spans.filter(({ name }) => name === 'postgres');
    expect(statements.length).toBeGreaterThanOrEqual(steps.length);
    for (const statement of statements) {
      expect(statement.annotations['statement']).not.toBe('unnamed');
      expect(parentOf(trace, statement)?.kind).not.toBe('remote');
    }
    for (const service of ['payment-provider', 'carrier']) {
      expect(trace.spans.filter(({ name }) => name === service).length).toBeGreaterThan(0);
    }
    for (const { span, children } of nodesOf(roots)) {
      for (const child of children) {
        expect(child.span.startedAtMs).toBeGreaterThanOrEqual(span.startedAtMs - 1); // clocks count milliseconds
      }
    }
    expect(trace.spans.length).toBeLessThan(150);
  });

  it('of one that was replayed shows both receives, the one that failed and the one that worked', async () => {
    const { trace, timeline } = await tell(orders.replayed);

    expect(consumersIn(trace, 'start-saga').map(({ annotations: { outcome, replays } }) => [outcome, replays])).toEqual(
      [
        ['poison', 0],
        ['done', 1],
      ],
    );
    expect(
      timeline.entries.map(({ kind }) => kind).filter((kind) => /receive|dead|operator|started/.test(kind)),
    ).toEqual(['receive', 'dead-letter', 'operator', 'started']);
    const lines = await logLinesOf(orders.replayed);
    expect(lines.filter(({ message }) => message === 'buried a poison message')).toHaveLength(1);
  });

  it('goes on in the same trace with events that the sweeper publishes', async () => {
    const { trace: before } = await tell(orders.confirmed);
    const known = new Set(before.spans.map(({ id }) => id));
    await putBackIntoOutbox(orders.confirmed);

    await runScheduled('publish-left-events');

    const { trace, swept } = await eventually(
      async () => {
        const told = await tell(orders.confirmed);
        const fresh = consumersIn(told.trace, 'fan-out-webhooks').filter(({ id }) => !known.has(id));
        return { ...told, swept: fresh };
      },
      ({ swept: fresh }) => fresh.length >= 5,
    );
    for (const receive of swept) {
      expect(parentOf(trace, receive)?.annotations).toMatchObject({ consumer: 'start-saga' });
    }
    expect(spanTree(trace).orphans).toEqual([]);
    expect(spanTree(trace).roots).toHaveLength(1);
  });

  it.each(['confirmed', 'compensated', 'replayed'] as const)(
    'of one that was %s is the same in trace, timeline, logs and metrics',
    async (which) => {
      const orderId = orders[which];
      const { trace, timeline } = await tell(orderId);
      const story = sorted(storyOfTrace(trace));
      const isComplete = (lines: readonly LogLine[]) =>
        storyOfLogs(lines).length >= story.length &&
        storyOfMetrics(lines).length >= story.length &&
        receivesInMetrics(lines).length >= receivesInTrace(trace).length &&
        endsInMetrics(lines).length > 0;
      const lines = await eventually(
        async () => {
          const found = await logLinesOf(orderId);
          if (!isComplete(found)) {
            await callEveryFunction();
          }
          return found;
        },
        isComplete,
        { withinMs: 120_000 },
      );

      expect(sorted(storyOfTimeline(timeline))).toEqual(story);
      expect(sorted(storyOfLogs(lines))).toEqual(story);
      expect(sorted(storyOfMetrics(lines))).toEqual(sorted(withoutAttempts(story)));
      expect(endsInMetrics(lines)).toEqual(endsInTimeline(timeline));
      expect(sorted(receivesInMetrics(lines))).toEqual(sorted(receivesInTrace(trace)));
      expect(sorted(durationsInMetrics(lines))).toEqual(sorted(durationsInLogs(lines)));
      for (const { step, span, timeline: whole, log } of lengthsOf(trace, timeline, lines)) {
        // One inside of the other, by clocks that count milliseconds.
        expect([step, log <= span + CLOCKS_MS, span <= whole + CLOCKS_MS]).toEqual([step, true, true]);
      }
      expect(new Set(timeline.entries.filter(({ kind }) => kind !== 'mail').map(({ traceId }) => traceId))).toEqual(
        new Set([trace.traceId]),
      );
    },
  );

  it('is told to its customer without what is inside, and to an operator as on the command line', async () => {
    const operator = newCustomer({ operator: true });
    const read = async (by: typeof customer) =>
      (await by.request(`/orders/${orders.compensated}/timeline`)).json() as Promise<Timeline>;

    const told = await eventually(
      () => read(operator),
      ({ entries }) => entries.some(({ kind }) => kind === 'execution'),
    );
    expect(storyOfTimeline(told)).toEqual(storyOfTimeline((await tell(orders.compensated)).timeline));
    const plain = JSON.stringify(await read(customer));
    expect(plain).toContain('nothing is charged');
    expect(plain).not.toMatch(/Inventory|trace|Error/);
    expect((await newCustomer().request(`/orders/${orders.compensated}/timeline`)).status).toBe(404);
  });

  it('can be drawn, and given to OpenTelemetry', async () => {
    const drawn = await runCli(['trace', orders.confirmed]);
    expect(drawn).toMatchObject({ code: 0, stdout: expect.stringContaining('ChargePayment') });
    expect(Math.max(...drawn.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);

    const { stdout } = await runCli(['trace', orders.confirmed, '--otlp']);
    expect(JSON.parse(stdout)).toMatchObject({ resourceSpans: expect.arrayContaining([expect.anything()]) });
    expect(await runCli(['trace', randomUUID()])).toMatchObject({ code: 1 });
  });

  it('is made of documents that X-Ray takes, and holds nothing personal', () => {
    const { directory } = localCloud().traces;

    expect(existsSync(refusedFile(directory)) ? readFileSync(refusedFile(directory), 'utf8') : '').toBe('');
    expect(readFileSync(path.join(directory, 'segments.jsonl'), 'utf8')).not.toMatch(/Lovelace|St James|pm_card/);
  });
});

const nodesOf = (nodes: readonly SpanNode[]): readonly SpanNode[] =>
  nodes.flatMap((node) => [node, ...nodesOf(node.children)]);
