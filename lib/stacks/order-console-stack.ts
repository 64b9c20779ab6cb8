import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConsoleEntrance } from '../constructs/console-entrance';
import { consoleRole } from '../constructs/console-role';
import { ConsoleSecrets } from '../constructs/console-secrets';
import { ConsoleService } from '../constructs/console-service';
import { functionNetwork } from '../constructs/function-network';
import type { RedrivableQueue } from '../constructs/redrivable-queue';
import type { CloudStage, ConsoleStage } from '../stage';
import type { OrderDataStack } from './order-data-stack';
import type { OrderWorkflowStack } from './order-workflow-stack';

export interface OrderConsoleStackProps extends StackProps {
  readonly stage: CloudStage;
  readonly settings: ConsoleStage;
  readonly data: OrderDataStack;
  readonly workflow: OrderWorkflowStack;
}

/** The operator console. Orders do not need it: it may be left out, and may go at any time. */
export class OrderConsoleStack extends Stack {
  /** @throws when the database is not in a network */
  constructor(scope: Construct, id: string, { stage, settings, data, workflow, ...props }: OrderConsoleStackProps) {
    super(scope, id, props);
    const { database, intake, failures, deliveries, endpoints } = data;
    const { circuits, saga, undos } = workflow;
    const network = database.network;
    const placement = functionNetwork(this, 'Console', network);
    const [securityGroup] = placement?.securityGroups ?? [];
    if (network === undefined || securityGroup === undefined) {
      throw new Error('the console should be placed in the network of the database, which has none');
    }

    const queues = [
      operated('orders', 'order', data.orders),
      operated('failed-executions', 'executionStatus', workflow.failed),
      operated('payment-events', 'paymentEvent', data.paymentEvents),
      operated('webhooks', 'webhookDelivery', data.webhooks),
      ...workflow.consumers.map(({ name, queue }) => operated(name, 'orderEvent', queue)),
    ];
    const { service } = new ConsoleService(this, 'Tasks', {
      stage,
      network,
      securityGroup,
      role: consoleRole(this, 'Role', {
        ...{ database, intake, circuits, failures, saga, deliveries, endpoints },
        undos: Object.values(undos),
        queues: queues.map(({ queue }) => queue),
      }),
      secrets: new ConsoleSecrets(this, 'Secrets'),
      revision: settings.revision,
      environment: {
        ...database.environment('read'),
        CONSOLE_URL: settings.url,
        CONSOLE_STAGE: stage.name,
        OIDC_ISSUER: settings.oidc.issuer,
        OIDC_CLIENT_ID: settings.oidc.clientId,
        ...(settings.oidc.roleClaim === undefined ? {} : { OIDC_ROLE_CLAIM: settings.oidc.roleClaim }),
        ...(settings.runbooks === undefined ? {} : { CONSOLE_RUNBOOKS_URL: settings.runbooks }),
        INTAKE_TABLE: intake.table.tableName,
        CIRCUIT_TABLE: circuits.table.tableName,
        FAILURE_RECORDS_TABLE: failures.table.tableName,
        DELIVERIES_TABLE: deliveries.table.tableName,
        WEBHOOK_ENDPOINTS_TABLE: endpoints.table.tableName,
        SAGA_ARN: saga.stateMachineArn,
        UNDO_FUNCTIONS: this.toJsonString(
          Object.fromEntries(Object.entries(undos).map(([step, { functionName }]) => [step, functionName])),
        ),
        OPERATED_QUEUES: this.toJsonString(queues.map(({ address }) => address)),
      },
    });
    new ConsoleEntrance(this, 'Entrance', { stage, settings, network, service });
  }
}

/** A queue as the console finds it in its environment, by the names that the command line has for it too. */
const operated = (name: string, kind: string, queue: RedrivableQueue) => ({
  queue,
  address: { name, kind, source: queue.queue.queueUrl, deadLetters: queue.deadLetters.queueUrl },
});
