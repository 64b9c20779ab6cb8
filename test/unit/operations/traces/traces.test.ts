import fc from 'fast-check';
import { spanTree } from '../../../../lambdas/operations/traces/span-tree';
import { toOtlp } from '../../../../lambdas/operations/traces/to-otlp';
import { traceOf } from '../../../../lambdas/operations/traces/trace-of';
import { declinedOrder, TRACE_ID } from '../../../support/tracing/segment-mother';

describe('A trace out of segments', () => {
  it('is the same in whatever order they come', () => {
    const trace = traceOf(TRACE_ID, declinedOrder());

    fc.assert(
      fc.property(fc.shuffledSubarray([...declinedOrder()], { minLength: declinedOrder().length }), (documents) => {
        expect(traceOf(TRACE_ID, documents)).toEqual(trace);
      }),
    );
  });

  it('has each piece of work once, ended if that is known, and failed or refused as it was', () => {
    const { spans } = traceOf(TRACE_ID, declinedOrder());

    expect(spans.map(({ name, kind, outcome, endedAtMs }) => [name, kind, outcome, endedAtMs !== undefined])).toEqual([
      ['PlaceOrder', 'service', 'ok', true],
      ['POST /orders', 'service', 'ok', true],
      ['SQS', 'aws', 'ok', true],
      ['ChargePayment', 'service', 'refused', true],
      ['postgres', 'remote', 'ok', true],
      ['ReleaseInventory', 'service', 'ok', false],
    ]);
  });

  it('is a tree with one root', () => {
    const { roots, orphans } = spanTree(traceOf(TRACE_ID, declinedOrder()));

    expect(orphans).toEqual([]);
    expect(roots.map(({ span }) => span.name)).toEqual(['PlaceOrder']);
    const [request] = roots[0]?.children ?? [];
    const [message] = request?.children ?? [];
    expect(message?.children.map(({ span }) => span.name)).toEqual(['ChargePayment', 'ReleaseInventory']);
  });

  it('names as orphans what hangs below something that was lost', () => {
    const withoutRequest = declinedOrder().filter(({ name }) => name !== 'POST /orders');

    const { roots, orphans } = spanTree(traceOf(TRACE_ID, withoutRequest));

    expect(roots.map(({ span }) => span.name)).toEqual(['PlaceOrder']);
    expect(orphans.map(({ span }) => span.name)).toEqual(['ChargePayment', 'ReleaseInventory']);
  });
});

describe('A trace as OTLP', () => {
  const otlp = toOtlp([traceOf(TRACE_ID, declinedOrder())]);
  const spans = otlp.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: own }) => own));
  const spanNamed = (name: string) => spans.find((span) => span.name === name);

  it('has every span under an id of OpenTelemetry, with its parent', () => {
    expect(spans).toHaveLength(6);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['6817a0c1111111111111111111111111']));
    expect(spanNamed('postgres open-payment')).toMatchObject({ parentSpanId: '4'.repeat(16), kind: 3 });
    expect(spanNamed('PlaceOrder')).not.toHaveProperty('parentSpanId');
  });

  it('keeps what lies in a function under its service', () => {
    expect(
      otlp.resourceSpans.map(({ resource, scopeSpans }) => [
        resource.attributes[0]?.value,
        scopeSpans[0]?.spans.map(({ name }) => name),
      ]),
    ).toEqual([
      [{ stringValue: 'PlaceOrder' }, ['PlaceOrder']],
      [{ stringValue: 'POST /orders' }, ['POST /orders', 'SQS SendMessage']],
      [{ stringValue: 'ChargePayment' }, ['ChargePayment', 'postgres open-payment']],
      [{ stringValue: 'ReleaseInventory' }, ['ReleaseInventory']],
    ]);
  });

  it('tells times in nanoseconds, a refusal from a failure, and what never ended', () => {
    expect(spanNamed('POST /orders')).toMatchObject({
      startTimeUnixNano: expect.stringMatching(/^1000001\d{6}$|^10000009\d{5}$/),
      status: { code: 0 },
    });
    expect(spanNamed('ChargePayment')?.status).toEqual({ code: 1 });
    expect(spanNamed('ReleaseInventory')?.attributes).toContainEqual({ key: 'inProgress', value: { boolValue: true } });
  });
});
