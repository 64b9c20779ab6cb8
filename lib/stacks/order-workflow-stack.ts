import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { CircuitTable } from '../constructs/circuit-table';
import { CustomerMails } from '../constructs/customer-mails';
import { EventConsumer } from '../constructs/event-consumer';
import { EventSweeper } from '../constructs/event-sweeper';
import { FailedExecutions } from '../constructs/failed-executions';
import { OperatorFunctions } from '../constructs/operator-functions';
import { OrderApi } from '../constructs/order-api';
import { OrderApiFunctions } from '../constructs/order-api-functions';
import { OrderObservability } from '../constructs/order-observability';
import { OrderSaga } from '../constructs/order-saga';
import { OrderSteps } from '../constructs/order-steps';
import { PaymentSettlement } from '../constructs/payment-settlement';
import { RedrivableQueue } from '../constructs/redrivable-queue';
import { ReservationExpiry } from '../constructs/reservation-expiry';
import { SagaStarter } from '../constructs/saga-starter';
import { TraceSampling } from '../constructs/trace-sampling';
import { Webhooks } from '../constructs/webhooks';
import type { Stage } from '../stage';
import {
  DELIVER_WEBHOOK_TIMEOUT,
  type OrderDataStack,
  SETTLE_PAYMENT_TIMEOUT,
  START_SAGA_TIMEOUT,
} from './order-data-stack';

export interface OrderWorkflowStackProps extends StackProps {
  readonly stage: Stage;
  readonly data: OrderDataStack;
}

/** What carries orders through. It holds nothing that could be lost, so it may be replaced at any time. */
export class OrderWorkflowStack extends Stack {
  readonly circuits: CircuitTable;
  readonly saga: IStateMachine;
  /** The steps of the way back, by their names: operators run them for an order in repair. */
  readonly undos: Readonly<Record<string, IFunction>>;
  /** Reports of executions that broke. Queues that must survive are in the other stack, and each consumer has its own. */
  readonly failed: RedrivableQueue;

  constructor(scope: Construct, id: string, { stage, data, ...props }: OrderWorkflowStackProps) {
    super(scope, id, props);
    const { intake, idempotency, orders, paymentEvents, events, failures, database, services } = data;
    const { endpoints, webhooks, deliveries } = data;

    const circuits = new CircuitTable(this, 'Circuits');
    this.circuits = circuits;
    const { functions } = new OrderSteps(this, 'Steps', { stage, database, intake, services, circuits, events });
    this.undos = {
      CancelShipment: functions.cancelShipment,
      RefundPayment: functions.refundPayment,
      ReleaseInventory: functions.releaseInventory,
      RejectOrder: functions.rejectOrder,
    };
    const { stateMachine } = new OrderSaga(this, 'Saga', { functions });
    const saga = stateMachine as IStateMachine;
    this.saga = saga;

    const api = new OrderApi(
      this,
      'Http',
      new OrderApiFunctions(this, 'Routes', {
        ...{ stage, database, intake, idempotency, orders, paymentEvents, services, failures, saga, endpoints },
        deliveries,
      }),
    );
    if (stage.kind === 'cloud') {
      new TraceSampling(this, 'Sampling', { stageName: stage.name, api: api.restApi, rate: stage.traceSampling ?? 1 });
    }
    new SagaStarter(this, 'Starter', { stage, intake, orders, saga, failures, timeout: START_SAGA_TIMEOUT });
    new PaymentSettlement(this, 'Settlement', {
      ...{ stage, paymentEvents, database, services, circuits, failures, events },
      timeout: SETTLE_PAYMENT_TIMEOUT,
    });
    const failed = new FailedExecutions(this, 'FailedExecutions', { stage, saga, database, intake, failures, events });
    const { findUnfinishedOrders } = new OperatorFunctions(this, 'Operators', { stage, database });

    new EventSweeper(this, 'EventSweeper', { stage, database, events });
    new CustomerMails(this, 'Mails', { stage, events, intake, idempotency, deliveries, failures });
    new Webhooks(this, 'Webhooks', {
      ...{ stage, events, endpoints, queue: webhooks, deliveries, circuits, failures },
      timeout: DELIVER_WEBHOOK_TIMEOUT,
    });
    new ReservationExpiry(this, 'ReservationExpiry', { stage, database, saga });

    new OrderObservability(this, 'Observability', {
      ...{ stage, database, circuits, saga, acceptance: api.acceptance },
      queues: queuesOf(data, this),
      tables: [intake.table, idempotency.table, circuits.table, failures.table],
    });

    this.failed = failed.queue;

    new CfnOutput(this, 'ApiUrl', { value: api.restApi.url });
    new CfnOutput(this, 'CircuitTableName', { value: circuits.table.tableName });
    new CfnOutput(this, 'SagaArn', { value: saga.stateMachineArn });
    new CfnOutput(this, 'UnfinishedOrdersFunctionName', { value: findUnfinishedOrders.functionName });
    for (const [name, undo] of Object.entries(this.undos)) {
      new CfnOutput(this, `${name}FunctionName`, { value: undo.functionName });
    }
    new CfnOutput(this, 'FailedExecutionsQueueUrl', { value: failed.queue.queue.queueUrl });
    new CfnOutput(this, 'FailedExecutionsDeadLettersUrl', { value: failed.queue.deadLetters.queueUrl });
  }

  /** Whoever wants to know of events, wherever it was added. */
  get consumers(): readonly EventConsumer[] {
    return this.node.findAll().filter((node) => node instanceof EventConsumer);
  }
}

/** None is left out of the dashboard, whoever made it. */
const queuesOf = (...stacks: readonly Stack[]): readonly RedrivableQueue[] =>
  stacks.flatMap((stack) => stack.node.findAll()).filter((node) => node instanceof RedrivableQueue);
