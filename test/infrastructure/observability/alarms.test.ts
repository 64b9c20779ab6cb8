import '../../support/observability/measured';
import type { AnyAlarm, MetricStat } from '../../../localstack/alarms/alarm';
import { readAlarms } from '../../../localstack/alarms/read-alarms';
import { AGE, DEAD, faultsOf, runbooksOf, runbooksRungBy, sqs } from '../../support/observability/alarm-faults';
import { deployedMetrics, keyOf, referenceTo } from '../../support/observability/deployed-metrics';
import { SimulatedStage } from '../../support/observability/simulated-stage';
import { useSimulatedTime } from '../../support/observability/simulated-time';
import { cloudStage, resourcesOf, synthesize } from '../stages';

const { data, workflow } = synthesize(cloudStage());
const templates = [data, workflow];
const alarms = templates.flatMap((template) => readAlarms(template.toJSON(), referenceTo));
const deployed = new Set(deployedMetrics(...templates).map(keyOf));

const faults = faultsOf(alarms, templates);
useSimulatedTime();

describe('The alarms, over what the functions measure', () => {
  it('are silent on a normal day: declines, refusals, retries, a short outage, a failed request', async () => {
    const stage = new SimulatedStage(alarms, templates);

    await stage.minutes(70);
    await stage.minutes(3, { away: { step: 'ChargePayment', dependency: 'payment-provider' } });
    await stage.minutes(1, { failedRequests: 1 });
    await stage.minutes(4, sqs(AGE, /^OrdersQueue/, 200));
    await stage.minutes(2, { confirmationTakesMs: 310_000 });
    await stage.minutes(15, { throttledElsewhere: true });
    await stage.minutes(70);

    expect(stage.ringing()).toEqual([]);
  }, 300_000);

  it('have a fault each that rings them', () => {
    expect(runbooksOf(alarms)).toEqual(runbooksRungBy(faults));
  });

  it.each(faults)(
    '%s: exactly the alarm of %s rings',
    async (_, runbook, minutes, trouble) => {
      const stage = new SimulatedStage(alarms, templates);
      await stage.minutes(10);

      await stage.minutes(minutes, trouble);

      expect(stage.ringing()).toEqual([runbook]);
    },
    300_000,
  );

  it('cry about nothing else while Postgres comes back', async () => {
    const stage = new SimulatedStage(alarms, templates);
    await stage.minutes(10);
    await stage.minutes(100, { postgresAway: true });
    await stage.minutes(30);

    expect(stage.ringing()).toEqual(['dependency-away#postgres']);
    stage.forget();
    await stage.minutes(3);
    expect(stage.ringing()).toEqual([]);
  }, 300_000);

  it('end when all is well again', async () => {
    const stage = new SimulatedStage(alarms, templates);
    await stage.minutes(10);
    await stage.minutes(15, { failedRequests: 4, away: { step: 'ChargePayment', dependency: 'payment-provider' } });
    expect(stage.ringing()).toEqual(['acceptance-objective', 'dependency-away#payment-provider']);

    await stage.minutes(40);
    stage.forget();
    await stage.minutes(3);

    expect(stage.ringing()).toEqual([]);
  }, 300_000);
});

it('Throttles are looked at of every function of the order workflow', () => {
  const watched = alarms.flatMap((alarm) =>
    alarm.kind === 'composite' ? [] : Object.values(alarm.metrics).filter(({ name }) => name === 'Throttles'),
  );
  const functions = resourcesOf('AWS::Lambda::Function', workflow)
    .filter(({ Properties }) => Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME !== undefined)
    .map(({ logicalId }) => referenceTo(logicalId, undefined));

  expect(watched.map(({ dimensions }) => dimensions['FunctionName']).sort()).toEqual(functions.sort());
});

/** Names in metrics of AWS that no alarm can ever have a value of. */
const unknownToAws = (looking: readonly AnyAlarm[]): readonly string[] =>
  looking.flatMap((alarm) =>
    alarm.kind === 'composite'
      ? []
      : Object.values(alarm.metrics)
          .filter(({ namespace }) => namespace.startsWith('AWS/'))
          .map(keyOf)
          .filter((key) => !deployed.has(key)),
  );

describe('What AWS measures', () => {
  /** The alarm on dead letters of orders, looking elsewhere. */
  const changed = (change: (metric: MetricStat) => Partial<MetricStat>): readonly AnyAlarm[] =>
    alarms.map((alarm) =>
      alarm.kind === 'metric' && alarm.id.startsWith('OrdersDeadLetterAlarm')
        ? {
            ...alarm,
            metrics: {
              metric: { ...(alarm.metrics['metric'] as MetricStat), ...change(alarm.metrics['metric'] as MetricStat) },
            },
          }
        : alarm,
    );

  it('is what alarms look at: names and dimensions of its documentation, of what is deployed', () => {
    expect(unknownToAws(alarms)).toEqual([]);
  });

  it.each([
    ['a name that is spelt wrong', () => ({ name: 'ApproximateNumberOfMessageVisible' })],
    ['a namespace of something else', () => ({ namespace: 'AWS/SNS' })],
    [
      'a dimension that nobody sends',
      ({ dimensions }: MetricStat) => ({ dimensions: { ...dimensions, Stage: 'dev' } }),
    ],
    [
      'a dimension under another name',
      ({ dimensions }: MetricStat) => ({ dimensions: { Queue: dimensions['QueueName'] ?? '' } }),
    ],
    [
      'an address in place of a name',
      () => ({ dimensions: { QueueName: referenceTo('OrdersDeadLetters6314E60F', undefined) } }),
    ],
  ])('is not found under %s, and the fault then rings nothing', async (_, change) => {
    const wrong = changed(change);
    const stage = new SimulatedStage(wrong, templates);
    await stage.minutes(3, sqs(DEAD, /^OrdersDeadLetters/, 1));

    expect(stage.ringing()).toEqual([]);
    expect(unknownToAws(wrong)).toHaveLength(1);
  });
});
