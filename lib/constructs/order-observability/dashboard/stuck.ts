import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricName } from '../../../../lambdas/contracts/metrics';
import type { OrderDashboardProps } from '../order-dashboard';
import { graph, POINT, search } from './graph';

/** What waits, where, and for how long. */
export const stuckWidgets = ({ metrics, queues }: OrderDashboardProps): readonly IWidget[] => [
  graph(
    'Open orders by status',
    [search([metrics.namespace, 'service', 'status'], `MetricName="${MetricName.OpenOrders}"`, 'Maximum')],
    { isStacked: true },
  ),
  graph(
    'Stuck orders; oldest repair and oldest unpublished event, seconds',
    [metrics.of(MetricName.OrdersStuck, { statistic: 'Maximum', period: POINT, label: 'stuck' })],
    {
      right: [
        metrics.of(MetricName.OldestRepairAge, { statistic: 'Maximum', period: POINT, label: 'repair' }),
        metrics.of(MetricName.OutboxAge, { statistic: 'Maximum', period: POINT, label: 'event' }),
      ],
    },
  ),
  graph(
    'Dead letters',
    queues.map(({ deadLetters, node }) =>
      deadLetters.metricApproximateNumberOfMessagesVisible({ period: POINT, statistic: 'Maximum', label: node.id }),
    ),
  ),
  graph(
    'Age of the oldest message, seconds',
    queues.map(({ queue, node }) =>
      queue.metricApproximateAgeOfOldestMessage({ period: POINT, statistic: 'Maximum', label: node.id }),
    ),
  ),
  graph('Wait in the queue by consumer, p99', [
    search([metrics.namespace, 'service', 'consumer'], `MetricName="${MetricName.QueueWait}"`, 'p99'),
  ]),
  graph('Receives that a message needs, at most', [
    search([metrics.namespace, 'service', 'consumer'], `MetricName="${MetricName.ReceiveCount}"`, 'Maximum'),
  ]),
];
