import type { AlarmReading, AlarmState } from '../../lambdas/ports/alarm-reader';
import type { AnyAlarm, CompositeAlarm, MetricAlarm } from './alarm';
import { evaluateMath, type Points } from './metric-math';
import type { MetricSamples } from './metric-samples';
import { statisticOf } from './statistic';

/** CloudWatch looks further back than an alarm's periods, for points in place of missing ones. */
const PERIODS_IN_RESERVE = 2;

/** Whether a point is beyond the threshold, by the names that CloudFormation has for it. */
const COMPARISONS: Readonly<Record<string, (point: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (point, threshold) => point > threshold,
  GreaterThanOrEqualToThreshold: (point, threshold) => point >= threshold,
  LessThanThreshold: (point, threshold) => point < threshold,
  LessThanOrEqualToThreshold: (point, threshold) => point <= threshold,
};

/**
 * The state of each alarm at a moment, as CloudWatch finds it: N periods that end now, missing data, M of N, metric math
 * and composites included. It knows no state of before, so an alarm that ignores missing data is OK without any.
 */
export function evaluateAlarms(
  alarms: readonly AnyAlarm[],
  samples: MetricSamples,
  now: number,
): readonly AlarmReading[] {
  const metricReadings = alarms.filter(isMetric).map((alarm) => readMetric(alarm, samples, now));
  const composites = alarms.filter((alarm): alarm is CompositeAlarm => alarm.kind === 'composite');
  const isPart = ({ id }: AlarmReading): boolean => composites.some(({ rule }) => rule.includes(`"${id}"`));
  return [
    ...metricReadings.map((reading) => (isPart(reading) ? { ...reading, rings: false } : reading)),
    ...composites.map((alarm) => readComposite(alarm, metricReadings)),
  ];
}

const isMetric = (alarm: AnyAlarm): alarm is MetricAlarm => alarm.kind === 'metric';

function readMetric(alarm: MetricAlarm, samples: MetricSamples, now: number): AlarmReading {
  const range = alarm.periods + PERIODS_IN_RESERVE;
  const periodMs = alarm.periodSeconds * 1_000;
  const series = Object.fromEntries(
    Object.entries(alarm.metrics).map(([id, metric]): [string, Points] => [
      id,
      Array.from({ length: range }, (_, back) =>
        statisticOf(metric.statistic, samples.between(metric, now - (back + 1) * periodMs, now - back * periodMs)),
      ),
    ]),
  );
  const result = evaluateMath(alarm.expression, series);
  const points = (typeof result === 'number' ? [result] : result).filter((point) => point !== undefined);
  const state = stateOf(alarm, points);
  const hasFallenSilent =
    state === 'INSUFFICIENT_DATA' &&
    Object.values(alarm.metrics).some((metric) => samples.isKnownBefore(metric, now - range * periodMs));
  return {
    id: alarm.id,
    state,
    rings: state === 'ALARM' || hasFallenSilent,
    description: alarm.description,
    points: points.slice(0, alarm.periods),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
function stateOf(alarm: MetricAlarm, existing: readonly number[]): AlarmState {
  const { periods, periodsToAlarm, threshold, missingData } = alarm;
  const isBeyond = COMPARISONS[alarm.comparison];
  if (isBeyond === undefined) {
    throw new Error(`alarm ${alarm.id} compares by ${alarm.comparison}, which cannot be evaluated here`);
  }
  const recent = existing.slice(0, periods);
  const beyond = recent.filter((point) => isBeyond(point, threshold)).length;
  const missing = periods - recent.length;
  switch (missingData) {
    case 'breaching':
      return beyond + missing >= periodsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
    case 'ignore':
      return beyond >= periodsToAlarm ? 'ALARM' : 'OK';
    case 'missing':
      if (recent.length === 0) {
        return 'INSUFFICIENT_DATA';
      }
      return beyond >= Math.min(periodsToAlarm, recent.length) ? 'ALARM' : 'OK';
  }
}

/** A rule over alarms is an expression over ones and zeros. */
function readComposite({ id, description, rule }: CompositeAlarm, readings: readonly AlarmReading[]): AlarmReading {
  const expression = rule.replace(/(\w+)\("([^"]+)"\)/g, (_, state: string, part: string) => {
    const reading = readings.find((candidate) => candidate.id === part);
    if (reading === undefined) {
      throw new Error(`composite alarm ${id} names ${part}, which is no alarm`);
    }
    return Number(reading.state === state).toString();
  });
  const state = evaluateMath(expression, {}) === 1 ? 'ALARM' : 'OK';
  return { id, description, state, rings: state === 'ALARM', points: [] };
}
