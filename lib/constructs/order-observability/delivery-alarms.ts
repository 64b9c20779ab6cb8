import { Construct } from 'constructs';
import { MetricName } from '../../../lambdas/contracts/metrics';
import { MINUTE, OrderAlarm } from './order-alarm';
import type { OrderMetrics } from './order-metrics';

/** What outsiders are not told although everything of ours works: nothing waits and nothing fails, it is given up. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics }: { readonly metrics: OrderMetrics }) {
    super(scope, id);
    const givenUp = (operation: string) =>
      metrics.of(MetricName.DeliveryOutcome, { by: { operation, outcome: 'given up' }, period: MINUTE });

    new OrderAlarm(this, 'EndpointDisabled', {
      what: 'An endpoint of a merchant took nothing for days, or said that it is gone, and is sent nothing any more',
      customers: 'nothing; that merchant does not hear of what happens to orders until the endpoint is enabled again',
      runbook: 'webhook-endpoint-disabled',
      metric: metrics.of(MetricName.WebhookEndpointDisabled, { period: MINUTE }),
      threshold: 0,
    });
    new OrderAlarm(this, 'WebhooksGivenUp', {
      what: 'An event was given up for an endpoint of a merchant, after the last attempt or since it is gone',
      customers: 'nothing; that merchant did not hear of what happened to an order',
      runbook: 'deliveries-given-up#webhooks',
      metric: givenUp('webhook'),
      threshold: 0,
    });
    new OrderAlarm(this, 'MailsGivenUp', {
      what: 'A mail was given up: it was sent twice, and the mail service never said whether it took it',
      customers: 'one of them may not have heard how their order ended',
      runbook: 'deliveries-given-up#mails',
      metric: givenUp('mail'),
      threshold: 0,
    });
  }
}
