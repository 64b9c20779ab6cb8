import { Duration } from 'aws-cdk-lib';
import { Dashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../../stage';
import type { OrderDatabase } from '../database-access';
import type { RedrivableQueue } from '../redrivable-queue';
import { blameWidgets } from './dashboard/blame';
import { costWidgets } from './dashboard/cost';
import { endingWidgets } from './dashboard/ending';
import { flowWidgets } from './dashboard/flow';
import { stuckWidgets } from './dashboard/stuck';
import type { AcceptanceRoute } from './objectives';
import type { OrderMetrics } from './order-metrics';

export interface OrderDashboardProps {
  readonly stage: Stage;
  readonly metrics: OrderMetrics;
  readonly acceptance: AcceptanceRoute;
  readonly queues: readonly RedrivableQueue[];
  readonly saga: IStateMachine;
  readonly tables: readonly TableV2[];
  readonly database: OrderDatabase;
}

/** The questions of an operator, in the order in which they are asked. */
export class OrderDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OrderDashboardProps) {
    super(scope, id);
    const sections: readonly (readonly [string, readonly IWidget[]])[] = [
      ['Are orders flowing?', flowWidgets(props)],
      ['Are they ending well?', endingWidgets(props)],
      ['What is stuck?', stuckWidgets(props)],
      ['Who is to blame?', blameWidgets(props)],
      ['What does it cost?', costWidgets(props)],
    ];
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${props.stage.name}-orders`,
      defaultInterval: Duration.hours(3),
      widgets: sections.flatMap(([question, widgets]) => [
        [new TextWidget({ markdown: `## ${question}`, width: FULL, height: 1 })],
        [...widgets],
      ]),
    });
  }
}

const FULL = 24;
