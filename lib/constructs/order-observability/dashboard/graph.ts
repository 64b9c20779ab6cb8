import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** One point of a graph. */
export const POINT = Duration.minutes(5);

const A_THIRD = 8;

/** One graph of a third of the dashboard's width. */
export const graph = (
  title: string,
  left: readonly IMetric[],
  more: { readonly right?: readonly IMetric[]; readonly isStacked?: boolean } = {},
): GraphWidget =>
  new GraphWidget({
    title,
    left: [...left],
    ...(more.right === undefined ? {} : { right: [...more.right] }),
    ...(more.isStacked === undefined ? {} : { stacked: more.isStacked }),
    width: A_THIRD,
    height: 6,
    leftYAxis: { min: 0 },
  });

/** One line for each combination of dimensions that there is, those of functions that are added later included. */
export const search = (
  schema: readonly string[],
  filter: string,
  statistic: string,
  around: (found: string) => string = (found) => found,
): MathExpression =>
  new MathExpression({
    expression: around(`SEARCH('{${schema.join(',')}} ${filter}', '${statistic}', ${POINT.toSeconds()})`),
    usingMetrics: {},
    label: '',
    period: POINT,
  });
