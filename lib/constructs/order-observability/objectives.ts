import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { MetricName } from '../../../lambdas/contracts/metrics';
import { BurnRateAlarms } from './burn-rate';
import type { OrderMetrics } from './order-metrics';

/** Of thirty days. `docs/observability.md` says how they were chosen. */
export const OBJECTIVES = {
  /** Share of `POST /orders` that we answer, with whatever but an error of ours. */
  acceptance: 0.999,
  /** Share of confirmed orders that were confirmed within five minutes. */
  confirmation: 0.99,
} as const;

/** `POST /orders` as the gateway measures it, so that what never reached the function counts too. */
export interface AcceptanceRoute {
  readonly apiName: string;
  readonly stageName: string;
}

export interface ObjectivesProps {
  readonly metrics: OrderMetrics;
  readonly acceptance: AcceptanceRoute;
}

/** What is promised to customers, and who is told when a month's worth of exceptions is used up too fast. */
export class Objectives extends Construct {
  constructor(scope: Construct, id: string, { metrics, acceptance }: ObjectivesProps) {
    super(scope, id);
    new BurnRateAlarms(this, 'Acceptance', {
      what: `POST /orders fails for more requests than the objective of ${percent(OBJECTIVES.acceptance)} allows`,
      customers: 'they cannot place orders; what was accepted is safe',
      runbook: 'acceptance-objective',
      objective: OBJECTIVES.acceptance,
      bad: (period) => acceptanceMetric(acceptance, '5XXError', period),
      all: (period) => acceptanceMetric(acceptance, 'Count', period),
    });
    new BurnRateAlarms(this, 'Confirmation', {
      what: `More orders take over five minutes to be confirmed than the objective of ${percent(OBJECTIVES.confirmation)} allows`,
      customers: 'they wait longer for their confirmation than we promise',
      runbook: 'confirmation-objective',
      objective: OBJECTIVES.confirmation,
      bad: (period) => metrics.of(MetricName.LateConfirmation, { period }),
      all: (period) => metrics.of(MetricName.LateConfirmation, { statistic: 'SampleCount', period }),
    });
  }
}

export const acceptanceMetric = (
  { apiName, stageName }: AcceptanceRoute,
  metricName: string,
  period: Duration,
): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap: { ApiName: apiName, Stage: stageName, Resource: '/orders', Method: 'POST' },
    statistic: 'Sum',
    period,
  });

const percent = (share: number): string => `${Number((share * 100).toFixed(4))}%`;
