import { Stack } from 'aws-cdk-lib';
import { type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricName } from '../../../../lambdas/contracts/metrics';
import type { OrderDashboardProps } from '../order-dashboard';
import { graph, POINT, search } from './graph';

/** The drivers of the bill, most of them for each order. */
export const costWidgets = ({ metrics, saga, tables, database }: OrderDashboardProps): readonly IWidget[] => {
  const stack = Stack.of(saga).stackName;
  const sumOf = (schema: readonly string[], filter: string, statistic: string): string =>
    `SUM(SEARCH('{${schema.join(',')}} ${filter}', '${statistic}', ${POINT.toSeconds()}))`;
  const perOrder = (label: string, expression: string): MathExpression =>
    new MathExpression({
      expression: `${expression} / FILL(orders, 1)`,
      usingMetrics: { orders: saga.metricStarted({ period: POINT }) },
      label,
      period: POINT,
    });

  return [
    graph('For each order', [
      perOrder(
        'state transitions',
        sumOf(
          [metrics.namespace, 'service', 'step', 'outcome'],
          `MetricName="${MetricName.StepDuration}"`,
          'SampleCount',
        ),
      ),
      perOrder('invocations', sumOf(['AWS/Lambda', 'FunctionName'], `MetricName="Invocations" "${stack}"`, 'Sum')),
      perOrder('AWS calls', sumOf([metrics.namespace, 'service'], `MetricName="${MetricName.AwsCalls}"`, 'Sum')),
    ]),
    graph('Cold starts by function', [
      search([metrics.namespace, 'function_name', 'service'], `MetricName="${MetricName.ColdStart}"`, 'Sum'),
    ]),
    graph('Time of functions that is paid for, milliseconds', [
      search(['AWS/Lambda', 'FunctionName'], `MetricName="Duration" "${stack}"`, 'Sum'),
    ]),
    graph(
      'DynamoDB: units written',
      tables.map((table) => table.metricConsumedWriteCapacityUnits({ period: POINT, label: table.node.path })),
    ),
    // Of the cluster by its name: without it, the average of all databases of the account.
    ...(database.cluster === undefined
      ? []
      : [
          graph('Aurora: capacity units', [
            database.cluster.metric('ServerlessDatabaseCapacity', { statistic: 'Average', period: POINT }),
          ]),
        ]),
    graph('Bytes that are logged', [
      search(['AWS/Logs', 'LogGroupName'], `MetricName="IncomingBytes" "${stack}"`, 'Sum'),
    ]),
  ];
};
