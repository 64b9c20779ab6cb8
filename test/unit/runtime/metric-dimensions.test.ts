import '../../support/observability/measured';
import { METRIC_DIMENSIONS, MetricName } from '../../../lambdas/contracts/metrics';
import { samplesInLine } from '../../../localstack/alarms/emf';
import { measureEverything } from '../../support/observability/measure-everything';
import { unsoundDimensions } from '../../support/observability/unsound-dimensions';
import { writtenLines } from '../../support/observability/written-lines';

describe('What the functions measure', () => {
  it('is known to the contract, and split by few things, of which none is an id', async () => {
    const samples = (await writtenLines(measureEverything)).flatMap(samplesInLine);
    const names = new Set(samples.map(({ metric }) => metric.name));

    expect([...names].filter((name) => !(Object.values(MetricName) as string[]).includes(name))).toEqual([]);
    expect(unsoundDimensions(samples.map(({ metric }) => metric))).toEqual([]);
    // Whatever else were to measure nothing, all of this has been looked at.
    expect([...names]).toEqual(
      expect.arrayContaining([
        ...['ApiDuration', 'ApiFailure', 'ApiRefusal', 'StepDuration', 'StepRetry', 'OrderEnded', 'OrderRejected'],
        ...['TimeToConfirmation', 'LateConfirmation', 'RecordOutcome', 'ReceiveCount', 'IdempotentReplay'],
        ...['PaymentEventGenuine', 'OpenOrders', 'OrdersStuck', 'CircuitOpen', 'ColdStart', 'RefundFailed'],
        'WebhookEndpointDisabled',
      ]),
    );
  });

  it.each([
    ['an order', { orderId: '4a1f0000-0000-4000-8000-000000000001' }],
    ['an id under an honest name', { step: '4a1f0000-0000-4000-8000-000000000001' }],
    ['a path in place of a route', { route: 'GET /orders/4a1f0000-0000-4000-8000-000000000001' }],
    ['a number', { reason: 'took 1234567 ms' }],
    ['nothing', { reason: '' }],
  ])('must not be split by %s', (_, dimensions) => {
    expect(unsoundDimensions([{ namespace: 'OrderWorkflow/dev', name: 'StepRetry', dimensions }])).toHaveLength(1);
  });

  it('must not be split into too many', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      ...{ namespace: 'OrderWorkflow/dev', name: 'StepRetry' },
      dimensions: { step: `step-${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}` },
    }));

    expect(unsoundDimensions(many)).toEqual([expect.stringContaining('60 values')]);
  });

  it('has a dimension for each name of the list', () => {
    expect(new Set(METRIC_DIMENSIONS).size).toBe(METRIC_DIMENSIONS.length);
  });
});
