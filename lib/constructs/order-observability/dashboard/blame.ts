import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricName } from '../../../../lambdas/contracts/metrics';
import type { OrderDashboardProps } from '../order-dashboard';
import { graph, POINT, search } from './graph';

/** Which dependency is away, which step is slow or broken, and whether the books agree. */
export const blameWidgets = ({ metrics }: OrderDashboardProps): readonly IWidget[] => [
  graph('Waiting for a dependency', [
    search([metrics.namespace, 'service', 'dependency'], `MetricName="${MetricName.DependencyAway}"`, 'Sum'),
  ]),
  graph('Circuits that are open', [
    search([metrics.namespace, 'service', 'dependency'], `MetricName="${MetricName.CircuitOpen}"`, 'Maximum'),
  ]),
  graph('Steps that failed or wait', [
    search(
      [metrics.namespace, 'service', 'step', 'outcome'],
      `MetricName="${MetricName.StepDuration}" outcome=("failed" OR "waiting")`,
      'SampleCount',
    ),
  ]),
  graph('Duration of steps that succeeded, p99', [
    search(
      [metrics.namespace, 'service', 'step', 'outcome'],
      `MetricName="${MetricName.StepDuration}" outcome="succeeded"`,
      'p99',
    ),
  ]),
  graph('Share of calls of a step that were retries', [
    search([metrics.namespace, 'service', 'step'], `MetricName="${MetricName.StepRetry}"`, 'Average'),
  ]),
  graph(
    'Reads: replica, waited for it, writer',
    [MetricName.ReadFromReplica, MetricName.ReadWaitedForReplica, MetricName.ReadFromWriter].map((name) =>
      search([metrics.namespace, 'service', 'route'], `MetricName="${name}"`, 'Sum', (found) => `SUM(${found})`),
    ),
    { right: [metrics.of(MetricName.Drift, { statistic: 'Maximum', period: POINT, label: 'drift' })] },
  ),
];
