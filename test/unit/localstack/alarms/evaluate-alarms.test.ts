import type { MetricAlarm } from '../../../../localstack/alarms/alarm';
import { evaluateAlarms } from '../../../../localstack/alarms/evaluate-alarms';
import { MetricSamples } from '../../../../localstack/alarms/metric-samples';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const METRIC = { namespace: 'N', name: 'Waiting', dimensions: { service: 'orders' } };

const alarm = (changes: Partial<MetricAlarm> = {}): MetricAlarm => ({
  kind: 'metric',
  id: 'alarm',
  description: '',
  periodSeconds: 60,
  metrics: { metric: { ...METRIC, statistic: 'Sum' } },
  expression: 'metric',
  threshold: 0,
  comparison: 'GreaterThanThreshold',
  periods: 3,
  periodsToAlarm: 3,
  missingData: 'notBreaching',
  ...changes,
});

/** Values of the last minutes, the newest last; `-` is a minute without any. */
function samplesOf(history: string): MetricSamples {
  const samples = new MetricSamples();
  const minutes = history.split(' ');
  minutes.forEach((value, index) => {
    if (value !== '-') {
      samples.add(METRIC, { at: NOW - (minutes.length - 1 - index) * MINUTE - 1, value: Number(value) });
    }
  });
  return samples;
}

const stateOf = (history: string, changes: Partial<MetricAlarm> = {}) =>
  evaluateAlarms([alarm(changes)], samplesOf(history), NOW)[0]?.state;

describe('An alarm on N periods', () => {
  it.each([
    ['1 1 1', 'ALARM'],
    ['1 1 0', 'OK'],
    ['0 1 1', 'OK'],
    ['1 1 1 0 0 0', 'OK'],
    ['1 1 1 -', 'ALARM'], // older points stand in for the one that has not come yet
    ['1 1 - -', 'OK'],
    ['-', 'OK'],
  ])('finds %s to be %s when missing data is no breach', (history, state) => {
    expect(stateOf(history)).toBe(state);
  });

  it.each([
    ['1 1 -', 'breaching', 'ALARM'],
    ['-', 'breaching', 'ALARM'],
    ['-', 'missing', 'INSUFFICIENT_DATA'],
    ['- 1 -', 'missing', 'ALARM'],
    ['- 0 -', 'missing', 'OK'],
  ] as const)('finds %s to be, when missing data is %s, %s', (history, missingData, state) => {
    expect(stateOf(history, { missingData })).toBe(state);
  });

  it.each([
    ['1 0 1', 'ALARM'],
    ['1 0 0', 'OK'],
  ])('needs only M of them: %s is %s for 2 of 3', (history, state) => {
    expect(stateOf(history, { periodsToAlarm: 2 })).toBe(state);
  });

  it('looks at exactly its dimensions', () => {
    const samples = new MetricSamples();
    for (const at of [NOW, NOW - MINUTE, NOW - 2 * MINUTE]) {
      samples.add({ ...METRIC, dimensions: { service: 'orders', step: 'ChargePayment' } }, { at, value: 9 });
    }

    expect(evaluateAlarms([alarm()], samples, NOW)[0]?.state).toBe('OK');
  });

  it('rings for silence only when there was something before it', () => {
    const silent = alarm({ missingData: 'missing', periods: 1, periodsToAlarm: 1 });

    expect(evaluateAlarms([silent], samplesOf('-'), NOW)[0]).toMatchObject({ rings: false });
    expect(evaluateAlarms([silent], samplesOf('1 - - - -'), NOW)[0]).toMatchObject({
      state: 'INSUFFICIENT_DATA',
      rings: true,
    });
  });
});

describe('A composite alarm', () => {
  const [up, down] = [alarm({ id: 'up', periods: 1, periodsToAlarm: 1 }), alarm({ id: 'down', threshold: 5 })];
  const composite = (rule: string) => ({ kind: 'composite', id: 'both', description: '', rule }) as const;
  const readings = (rule: string) => evaluateAlarms([up, down, composite(rule)], samplesOf('1 1 1'), NOW);

  it.each([
    ['(ALARM("up") AND ALARM("down"))', 'OK'],
    ['(ALARM("up") OR ALARM("down"))', 'ALARM'],
    ['(ALARM("up") AND OK("down"))', 'ALARM'],
  ])('of %s is %s', (rule, state) => {
    expect(readings(rule).find(({ id }) => id === 'both')).toMatchObject({ state });
  });

  it('rings in place of its parts', () => {
    expect(
      readings('(ALARM("up") OR ALARM("down"))')
        .filter(({ rings }) => rings)
        .map(({ id }) => id),
    ).toEqual(['both']);
  });

  it('fails when it names what is no alarm', () => {
    expect(() => readings('ALARM("sideways")')).toThrow('names sideways');
  });
});
