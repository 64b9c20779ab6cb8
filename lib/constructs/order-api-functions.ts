import { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import type { DeliveriesTable } from './deliveries-table';
import type { FailureRecordsTable } from './failure-records-table';
import type { IdempotencyTable } from './idempotency-table';
import type { IntakeTable } from './intake-table';
import type { OrderApiProps } from './order-api';
import { OrderFunction, type OrderFunctionProps } from './order-function';
import type { OutsideServices } from './outside-services';
import { grantReadExecutions } from './read-executions';
import type { RedrivableQueue } from './redrivable-queue';
import type { WebhookEndpoints } from './webhook-endpoints';
import { webhookTargetsOf } from './webhooks';

/** Longer than what a route may wait for in the worst case, and shorter than the gateway waits for it (29 s). */
const ROUTE_TIMEOUT = Duration.seconds(20);
const AUTHORIZER_TIMEOUT = Duration.seconds(10);

export interface OrderApiFunctionsProps {
  readonly stage: Stage;
  readonly database: OrderDatabase;
  readonly intake: IntakeTable;
  readonly idempotency: IdempotencyTable;
  readonly orders: RedrivableQueue;
  readonly paymentEvents: RedrivableQueue;
  readonly services: Pick<OutsideServices, 'paymentEvents'>;
  readonly failures: FailureRecordsTable;
  readonly deliveries: DeliveriesTable;
  readonly saga: IStateMachine;
  readonly endpoints: WebhookEndpoints;
}

type ApiFunctions = Pick<
  OrderApiProps,
  | ('placeOrder' | 'getOrder' | 'getTimeline' | 'listOrders' | 'listProducts')
  | ('webhookEndpoints' | 'receivePaymentEvent' | 'authorize')
>;

/** One function for each route, and the one that decides who may call them. */
export class OrderApiFunctions extends Construct implements ApiFunctions {
  readonly placeOrder: OrderFunction;
  readonly getOrder: OrderFunction;
  readonly getTimeline: OrderFunction;
  readonly listOrders: OrderFunction;
  readonly listProducts: OrderFunction;
  readonly webhookEndpoints: OrderFunction;
  readonly receivePaymentEvent: OrderFunction;
  readonly authorize: OrderFunction;

  constructor(scope: Construct, id: string, props: OrderApiFunctionsProps) {
    super(scope, id);
    const { stage, intake, idempotency, orders, paymentEvents, services, failures, deliveries, saga, endpoints } =
      props;
    const make = (
      functionId: string,
      own: Pick<OrderFunctionProps, 'handler' | 'description'> & Partial<OrderFunctionProps>,
    ) => new OrderFunction(this, functionId, { stage, timeout: ROUTE_TIMEOUT, ...own });
    const database = { from: props.database, access: 'read' } as const;

    // No database: orders are accepted while Postgres is away.
    this.placeOrder = make('PlaceOrder', {
      handler: 'api/place-order',
      description: 'POST /orders: accepts an order and puts it into the queue',
      environment: {
        INTAKE_TABLE: intake.table.tableName,
        IDEMPOTENCY_TABLE: idempotency.table.tableName,
        ORDER_QUEUE_URL: orders.queue.queueUrl,
      },
    });
    intake.grantAccept(this.placeOrder);
    idempotency.grantUse(this.placeOrder);
    orders.queue.grant(this.placeOrder, 'sqs:SendMessage');

    this.getOrder = make('GetOrder', {
      handler: 'api/get-order',
      description: 'GET /orders/{orderId}: how an order is',
      database,
      environment: { INTAKE_TABLE: intake.table.tableName },
    });
    intake.grantRead(this.getOrder);

    this.getTimeline = make('GetTimeline', {
      handler: 'api/get-timeline',
      description: 'GET /orders/{orderId}/timeline: what has happened to an order',
      database,
      environment: {
        INTAKE_TABLE: intake.table.tableName,
        FAILURE_RECORDS_TABLE: failures.table.tableName,
        DELIVERIES_TABLE: deliveries.table.tableName,
        SAGA_ARN: saga.stateMachineArn,
      },
    });
    intake.grantRead(this.getTimeline);
    failures.grantRead(this.getTimeline);
    deliveries.grantReadOfOrder(this.getTimeline);
    grantReadExecutions(this.getTimeline.role as IRole, saga);

    this.listOrders = make('ListOrders', {
      handler: 'api/list-orders',
      description: "GET /orders: the customer's own orders",
      database,
    });
    this.listProducts = make('ListProducts', {
      handler: 'api/list-products',
      description: 'GET /products: the catalogue',
      database,
    });
    this.webhookEndpoints = make('WebhookEndpoints', {
      handler: 'api/webhook-endpoints',
      description: '/webhook-endpoints: where merchants hear of events',
      environment: {
        WEBHOOK_ENDPOINTS_TABLE: endpoints.table.tableName,
        WEBHOOK_SECRETS_ARN: endpoints.secrets.secretArn,
        WEBHOOK_TARGETS: webhookTargetsOf(stage),
      },
    });
    endpoints.grantRegister(this.webhookEndpoints);
    // No database: events are taken in while Postgres is away.
    this.receivePaymentEvent = make('ReceivePaymentEvent', {
      handler: 'api/receive-payment-event',
      description: "POST /webhooks/payment: puts the payment provider's events into their queue",
      environment: { PAYMENT_EVENT_QUEUE_URL: paymentEvents.queue.queueUrl, ...services.paymentEvents.environment },
    });
    services.paymentEvents.grantUse(this.receivePaymentEvent);
    paymentEvents.queue.grant(this.receivePaymentEvent, 'sqs:SendMessage');

    this.authorize = make('Authorize', {
      handler: 'api/authorize',
      description: 'Verifies the bearer token of every request',
      timeout: AUTHORIZER_TIMEOUT,
      environment: {
        JWT_ISSUER: stage.jwt.issuer,
        JWT_AUDIENCE: stage.jwt.audience,
        JWKS_URI: stage.jwt.jwksUri,
      },
    });
  }
}
