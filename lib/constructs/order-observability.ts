import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { CircuitTable } from './circuit-table';
import type { OrderDatabase } from './database-access';
import { OrderFunction } from './order-function';
import { DeliveryAlarms } from './order-observability/delivery-alarms';
import { DependencyAlarms } from './order-observability/dependency-alarms';
import { type AcceptanceRoute, Objectives } from './order-observability/objectives';
import { OrderDashboard, type OrderDashboardProps } from './order-observability/order-dashboard';
import { OrderMetrics } from './order-observability/order-metrics';
import { OrderStateAlarms } from './order-observability/order-state-alarms';
import { ScheduledReadings } from './order-observability/scheduled-readings';
import { ThrottleAlarm } from './order-observability/throttle-alarm';

export interface OrderObservabilityProps extends Pick<OrderDashboardProps, 'queues' | 'saga' | 'tables'> {
  readonly stage: Stage;
  readonly database: OrderDatabase;
  readonly circuits: CircuitTable;
  readonly acceptance: AcceptanceRoute;
}

/**
 * Tells an operator how orders are: readings of what no call measures, objectives, an alarm for each way in which orders
 * can stand still, and one dashboard. Alarms about one part (a queue, the database, executions) are made with that part.
 */
export class OrderObservability extends Construct {
  constructor(scope: Construct, id: string, props: OrderObservabilityProps) {
    super(scope, id);
    const { stage, database, circuits, acceptance, queues, saga, tables } = props;
    const metrics = new OrderMetrics(stage);
    // Small books are checked quickly, and whoever runs the local cloud does not wait for a quarter of an hour.
    const booksEvery = Duration.minutes(stage.kind === 'local' ? 1 : 15);

    new ScheduledReadings(this, 'Readings', { stage, metrics, database, circuits, booksEvery });
    new DependencyAlarms(this, 'Waiting', { metrics });
    new OrderStateAlarms(this, 'Orders', { metrics, booksEvery });
    new DeliveryAlarms(this, 'Deliveries', { metrics });
    // Those of the whole stack, whoever made them. A test sees that none is made after this.
    const functions = Stack.of(this)
      .node.findAll()
      .filter((node) => node instanceof OrderFunction);
    new ThrottleAlarm(this, 'Throttled', { functions });
    new Objectives(this, 'Objectives', { metrics, acceptance });
    if (stage.kind === 'cloud') {
      new OrderDashboard(this, 'Dashboard', { stage, metrics, acceptance, queues, saga, tables, database });
    }
  }
}
