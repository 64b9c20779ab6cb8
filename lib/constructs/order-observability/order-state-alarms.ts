import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { MetricName } from '../../../lambdas/contracts/metrics';
import { MINUTE, OrderAlarm } from './order-alarm';
import type { OrderMetrics } from './order-metrics';

const REPAIR_WITHIN = Duration.hours(4);
const FIVE_MINUTES = 5;
/** One that is too slow may be followed by one that is not. */
const CHECKS_WITHOUT_STOCK = 4;

export interface OrderStateAlarmsProps {
  readonly metrics: OrderMetrics;
  /** How often the books are checked. */
  readonly booksEvery: Duration;
}

/** What orders stand still by although nothing has failed, and what does not add up although nothing stands still. */
export class OrderStateAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics, booksEvery }: OrderStateAlarmsProps) {
    super(scope, id);
    const gauge = (name: MetricName) => metrics.of(name, { statistic: 'Maximum', period: MINUTE });

    new OrderAlarm(this, 'Stuck', {
      what: 'There are orders that should have ended an hour ago, and are in nobody’s hands',
      customers: 'they were told that their order is accepted, and hear nothing more',
      runbook: 'orders-stuck',
      metric: gauge(MetricName.OrdersStuck),
      threshold: 0,
      periods: FIVE_MINUTES,
    });
    new OrderAlarm(this, 'RepairWaits', {
      what: `An order has needed repair for more than ${REPAIR_WITHIN.toHumanString()}`,
      customers: 'their money may be taken, or their parcel booked, for an order that does not stand',
      runbook: 'repair-waits',
      metric: gauge(MetricName.OldestRepairAge),
      threshold: REPAIR_WITHIN.toSeconds(),
      periods: FIVE_MINUTES,
    });
    new OrderAlarm(this, 'Drift', {
      what: 'The books do not agree: stock, money, shipments or trails of orders contradict each other',
      customers: 'some may have paid for nothing, or got something for nothing',
      runbook: 'drift',
      metric: metrics.of(MetricName.Drift, { statistic: 'Maximum', period: booksEvery }),
      threshold: 0,
    });
    new OrderAlarm(this, 'StockUnchecked', {
      what: 'Stock could not be added up for an hour, so nobody would notice when it does not agree with the orders',
      customers: 'nothing at once; they may buy what is not there, or miss what is',
      runbook: 'stock-unchecked',
      metric: metrics.of(MetricName.StockUnchecked, { statistic: 'Maximum', period: booksEvery }),
      threshold: 0,
      periods: CHECKS_WITHOUT_STOCK,
    });
    new OrderAlarm(this, 'RefundFailed', {
      what: 'A refund could not be delivered, and its order was opened again for repair',
      customers: 'one of them still waits for their money',
      runbook: 'refund-failed',
      metric: metrics.of(MetricName.RefundFailed, { period: MINUTE }),
      threshold: 0,
    });
    new OrderAlarm(this, 'RefundedOutside', {
      what: 'Somebody refunded an order at the payment provider, and it stands all the same',
      customers: 'one of them may have goods and money, or only a part of what they are owed',
      runbook: 'refunded-outside',
      metric: metrics.of(MetricName.PaymentRefundedOutside, { period: MINUTE }),
      threshold: 0,
    });
    new OrderAlarm(this, 'PaymentEventsSilent', {
      what: 'Cards were charged for an hour, and not one genuine event of the payment provider arrived',
      customers: 'nothing at once; a refund that fails, or money that is taken late, is not noticed',
      runbook: 'payment-events-silent',
      metric: paymentEventsSilent(metrics),
      threshold: 0,
    });
  }
}

/** Fewer charges than this in an hour may all be declined and delayed at once. */
const ENOUGH_CHARGES = 5;

function paymentEventsSilent(metrics: OrderMetrics): MathExpression {
  const period = Duration.hours(1);
  return new MathExpression({
    expression: `IF(charges >= ${ENOUGH_CHARGES} AND FILL(genuine, 0) < 1, 1, 0)`,
    usingMetrics: {
      charges: metrics.of(MetricName.StepDuration, {
        by: { step: 'ChargePayment', outcome: 'succeeded' },
        statistic: 'SampleCount',
        period,
      }),
      genuine: metrics.of(MetricName.PaymentEventGenuine, { by: { route: 'POST /webhooks/payment' }, period }),
    },
    label: '1: charged, and nothing heard of it',
    period,
  });
}
