import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_SERVICE, type MetricDimension, MetricName, metricNamespace } from '../../../lambdas/contracts/metrics';
import type { Stage } from '../../stage';

/** What the functions of a stage measure. */
export class OrderMetrics {
  readonly namespace: string;

  constructor({ name }: Stage) {
    this.namespace = metricNamespace(name);
  }

  /** @param by the dimensions beside the service's; all that the metric is split by */
  of(
    metricName: MetricName,
    {
      by = {},
      statistic = 'Sum',
      period,
      label,
    }: {
      readonly by?: Partial<Readonly<Record<MetricDimension, string>>>;
      readonly statistic?: string;
      readonly period: Duration;
      readonly label?: string;
    },
  ): Metric {
    return new Metric({
      namespace: this.namespace,
      metricName,
      dimensionsMap: { service: METRIC_SERVICE, ...by },
      statistic,
      period,
      ...(label === undefined ? {} : { label }),
    });
  }

  /** What needs Postgres is no news while Postgres is away: that has an alarm of its own. */
  readonly minutesWithoutPostgres = (period: Duration): Metric => this.of(MetricName.PostgresAway, { period });
}
