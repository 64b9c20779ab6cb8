import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { MetricName } from '../contracts/metrics';
import type { SignedPaymentEvents } from '../ports/signed-payment-events';
import { metrics } from './powertools';

/**
 * Measures how many of the events that arrive are genuine. That some are not says nothing, since anybody may call; that
 * none is, while cards are charged, says that the signing secret is missing or wrong.
 */
export const measuredEvents = (events: SignedPaymentEvents): SignedPaymentEvents => ({
  async read(body, signature) {
    const received = await events.read(body, signature);
    metrics.addMetric(MetricName.PaymentEventGenuine, MetricUnit.Count, received.kind === 'not-genuine' ? 0 : 1);
    return received;
  },
});
