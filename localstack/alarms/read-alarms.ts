import type { AnyAlarm, MetricAlarm, MetricStat, MissingData } from './alarm';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Json = any;

export interface AlarmTemplate {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: Json }>>;
}

/** What a reference stands for: `Ref` gives no attribute. Throws for what it does not know. */
export type ResolveReference = (logicalId: string, attribute: string | undefined) => string;

/** Every alarm of a synthesized template. @throws when an alarm is written in a way that cannot be evaluated here */
export function readAlarms(template: AlarmTemplate, resolve: ResolveReference): readonly AnyAlarm[] {
  return Object.entries(template.Resources ?? {}).flatMap(([id, { Type, Properties }]): readonly AnyAlarm[] => {
    switch (Type) {
      case 'AWS::CloudWatch::Alarm':
        return [metricAlarm(id, Properties, resolve)];
      case 'AWS::CloudWatch::CompositeAlarm':
        // Its parts are of the same template, and are known by their ids.
        return [
          {
            kind: 'composite',
            id,
            description: Properties.AlarmDescription,
            rule: text(Properties.AlarmRule, (part) => part),
          },
        ];
      default:
        return [];
    }
  });
}

function metricAlarm(id: string, alarm: Json, resolve: ResolveReference): MetricAlarm {
  const shared = {
    kind: 'metric' as const,
    id,
    description: alarm.AlarmDescription ?? '',
    threshold: alarm.Threshold,
    comparison: alarm.ComparisonOperator,
    periods: alarm.EvaluationPeriods,
    periodsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    missingData: (alarm.TreatMissingData ?? 'missing') as MissingData,
  };
  if (alarm.Metrics === undefined) {
    return {
      ...shared,
      periodSeconds: alarm.Period,
      metrics: { metric: simpleMetric(alarm, resolve) },
      expression: 'metric',
    };
  }
  const stats = alarm.Metrics.filter(({ MetricStat }: Json) => MetricStat !== undefined);
  const periods = new Set<number>(stats.map(({ MetricStat }: Json) => MetricStat.Period));
  const [periodSeconds] = periods;
  const returned = alarm.Metrics.filter(({ ReturnData }: Json) => ReturnData !== false);
  if (periods.size !== 1 || periodSeconds === undefined || returned.length !== 1) {
    throw new Error(`alarm ${id} should have one period and one result`);
  }
  return {
    ...shared,
    periodSeconds,
    metrics: Object.fromEntries(stats.map(({ Id, MetricStat }: Json) => [Id, metricStat(MetricStat, resolve)])),
    expression: inlined(returned[0].Expression ?? returned[0].Id, alarm.Metrics),
  };
}

/** An expression without the names of other expressions. */
function inlined(expression: string, metrics: readonly Json[]): string {
  const parts = new Map<string, string>(
    metrics.flatMap(({ Id, Expression }) => (Expression === undefined ? [] : [[Id, Expression]])),
  );
  return expression.replace(/\b[a-z]\w*\b/g, (name) => {
    const part = parts.get(name);
    return part === undefined ? name : `(${inlined(part, metrics)})`;
  });
}

const simpleMetric = (alarm: Json, resolve: ResolveReference): MetricStat => ({
  namespace: alarm.Namespace,
  name: alarm.MetricName,
  dimensions: dimensionsOf(alarm.Dimensions, resolve),
  statistic: alarm.Statistic ?? alarm.ExtendedStatistic,
});

const metricStat = ({ Metric, Stat }: Json, resolve: ResolveReference): MetricStat => ({
  namespace: Metric.Namespace,
  name: Metric.MetricName,
  dimensions: dimensionsOf(Metric.Dimensions, resolve),
  statistic: Stat,
});

const dimensionsOf = (dimensions: readonly Json[] = [], resolve: ResolveReference): Record<string, string> =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, text(Value, resolve)]));

/** Text of a template: written out, a reference, or both joined. */
function text(value: Json, resolve: ResolveReference): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value?.Ref !== undefined) {
    return resolve(value.Ref, undefined);
  }
  if (value?.['Fn::GetAtt'] !== undefined) {
    const [logicalId, attribute] = value['Fn::GetAtt'];
    return resolve(logicalId, attribute);
  }
  if (value?.['Fn::Join'] !== undefined) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map((part: Json) => text(part, resolve)).join(separator);
  }
  if (value?.['Fn::ImportValue'] !== undefined) {
    return resolve(text(value['Fn::ImportValue'], resolve), undefined);
  }
  throw new Error(`cannot read ${JSON.stringify(value)} in an alarm`);
}
