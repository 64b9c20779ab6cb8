import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricName } from '../../../../lambdas/contracts/metrics';
import type { OrderDashboardProps } from '../order-dashboard';
import { graph, POINT, search } from './graph';

/** How orders end, why they are refused, and how long customers wait. */
export const endingWidgets = ({ metrics, saga }: OrderDashboardProps): readonly IWidget[] => [
  graph(
    'Ends of orders',
    [search([metrics.namespace, 'service', 'outcome'], `MetricName="${MetricName.OrderEnded}"`, 'Sum')],
    {
      isStacked: true,
    },
  ),
  graph(
    'Rejections by reason',
    [search([metrics.namespace, 'service', 'reason'], `MetricName="${MetricName.OrderRejected}"`, 'Sum')],
    { isStacked: true },
  ),
  graph(
    'Time to confirmation, and how many were late',
    ['p50', 'p99'].map((statistic) =>
      metrics.of(MetricName.TimeToConfirmation, { statistic, period: POINT, label: statistic }),
    ),
    { right: [metrics.of(MetricName.LateConfirmation, { period: POINT, label: 'late' })] },
  ),
  graph('Executions that need an operator', [
    saga.metricFailed({ period: POINT, label: 'failed' }),
    saga.metricTimedOut({ period: POINT, label: 'timed out' }),
    saga.metricAborted({ period: POINT, label: 'aborted' }),
  ]),
  graph('Compensations', [
    search(
      [metrics.namespace, 'service', 'step', 'outcome'],
      `MetricName="${MetricName.StepDuration}" step=("ReleaseInventory" OR "RefundPayment" OR "CancelShipment")`,
      'SampleCount',
    ),
  ]),
  graph('Money that went back outside of a saga', [
    metrics.of(MetricName.PaymentGivenBack, { period: POINT, label: 'given back, came late' }),
    metrics.of(MetricName.PaymentRefundedOutside, { period: POINT, label: 'refunded at the provider' }),
    metrics.of(MetricName.RefundFailed, { period: POINT, label: 'refund failed' }),
  ]),
];
