import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricName } from '../../../../lambdas/contracts/metrics';
import { acceptanceMetric } from '../objectives';
import type { OrderDashboardProps } from '../order-dashboard';
import { graph, POINT, search } from './graph';

/** Rate, errors and duration of each route, and the way from the queue into the saga. */
export const flowWidgets = ({ metrics, acceptance, saga }: OrderDashboardProps): readonly IWidget[] => [
  graph(
    'POST /orders, and what we could not answer',
    [acceptanceMetric(acceptance, 'Count', POINT).with({ label: 'requests' })],
    { right: [acceptanceMetric(acceptance, '5XXError', POINT).with({ label: '5xx' })] },
  ),
  graph('Started and confirmed', [
    saga.metricStarted({ period: POINT, label: 'sagas started' }),
    metrics.of(MetricName.OrderEnded, { by: { outcome: 'CONFIRMED' }, period: POINT, label: 'confirmed' }),
  ]),
  graph('Requests by route', [
    search([metrics.namespace, 'service', 'route'], `MetricName="${MetricName.ApiDuration}"`, 'SampleCount'),
  ]),
  graph('Errors and refusals by route', [
    search([metrics.namespace, 'service', 'route'], `MetricName="${MetricName.ApiFailure}"`, 'Sum'),
    search([metrics.namespace, 'service', 'route'], `MetricName="${MetricName.ApiRefusal}"`, 'Sum'),
  ]),
  graph('Duration by route, p99', [
    search([metrics.namespace, 'service', 'route'], `MetricName="${MetricName.ApiDuration}"`, 'p99'),
  ]),
  graph('Same request again (idempotent replays)', [
    search([metrics.namespace, 'service', 'operation'], `MetricName="${MetricName.IdempotentReplay}"`, 'Sum'),
  ]),
];
