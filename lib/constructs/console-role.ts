import { type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { CircuitTable } from './circuit-table';
import type { OrderDatabase } from './database-access';
import type { DeliveriesTable } from './deliveries-table';
import type { FailureRecordsTable } from './failure-records-table';
import type { IntakeTable } from './intake-table';
import { grantReadExecutions } from './read-executions';
import type { RedrivableQueue } from './redrivable-queue';
import type { WebhookEndpoints } from './webhook-endpoints';

/** What operators look at and act on. */
export interface ConsoleSubjects {
  readonly database: OrderDatabase;
  readonly intake: IntakeTable;
  readonly circuits: CircuitTable;
  readonly failures: FailureRecordsTable;
  readonly saga: IStateMachine;
  /** The steps of the saga's way back. */
  readonly undos: readonly IFunction[];
  readonly deliveries: DeliveriesTable;
  readonly endpoints: WebhookEndpoints;
  readonly queues: readonly RedrivableQueue[];
}

/**
 * What the console may do: look at everything, put messages back, undo an order in repair, and write down who did it. No
 * order is placed by it.
 */
export function consoleRole(scope: Construct, id: string, subjects: ConsoleSubjects): Role {
  const { database, intake, circuits, failures, saga, undos, deliveries, endpoints, queues } = subjects;
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    description: 'What the operator console may do',
  });
  database.grantConnect(role);
  intake.grantRead(role);
  intake.grantFindNotStarted(role);
  circuits.grantRead(role);
  failures.grantOperate(role);
  failures.grantReadActions(role);
  deliveries.grantReadRecent(role);
  deliveries.grantReadOfOrder(role);
  endpoints.grantList(role);
  grantReadExecutions(role, saga, ['states:DescribeExecution', 'states:GetExecutionHistory']);
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['states:DescribeStateMachine'], resources: [saga.stateMachineArn] }),
  );
  // By hand: `grantInvoke` would take in every version and alias.
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: undos.map(({ functionArn }) => functionArn),
    }),
  );
  grantRedrive(role, queues);
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [
        'xray:BatchGetTraces',
        'xray:PutTraceSegments',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:GetMetricData',
      ],
      resources: ['*'],
    }),
  );
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]':
      'X-Ray knows no resource to restrict the reading and writing of traces to, and CloudWatch none for that of composite alarms and of metrics.',
  });
  return role;
}

/** Back from the dead letters, which are deleted once they are sent: what is in the queues is its consumers' business. */
function grantRedrive({ grantPrincipal }: IGrantable, queues: readonly RedrivableQueue[]): void {
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes'],
      resources: queues.map(({ queue }) => queue.queueArn),
    }),
  );
  grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: queues.map(({ deadLetters }) => deadLetters.queueArn),
    }),
  );
}
