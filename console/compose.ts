import { createLambdaSteps } from '../lambdas/gateways/lambda-steps';
import { executionsFrom } from '../lambdas/gateways/sfn-execution-history';
import { createSfnExecutionStatus } from '../lambdas/gateways/sfn-execution-status';
import { stopCommandOf } from '../lambdas/gateways/stop-command';
import { createXRayTraceReader } from '../lambdas/gateways/xray-trace-reader';
import { createAssess } from '../lambdas/operations/dead-letters/assess';
import { createFindStanding } from '../lambdas/operations/dead-letters/find-standing';
import { createTreatLetters } from '../lambdas/operations/dead-letters/treat-letters';
import { createTriage } from '../lambdas/operations/dead-letters/triage';
import { createRetryOrder } from '../lambdas/operations/repair/retry-order';
import { createUndoOrder } from '../lambdas/operations/repair/undo-order';
import { createReadTimeline } from '../lambdas/operations/timeline/read-timeline';
import { createTracesOfOrder } from '../lambdas/operations/traces/traces-of-order';
import { createDynamoDeliveryLog } from '../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoFailureRecords } from '../lambdas/persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../lambdas/persistence/dynamodb/intake-store';
import { createDynamoOperatorActions } from '../lambdas/persistence/dynamodb/operator-actions';
import { createDynamoRefundsOutside } from '../lambdas/persistence/dynamodb/refunds-outside';
import { connectHistory } from '../lambdas/persistence/postgres/connect-history';
import { createPostgresOrderReader } from '../lambdas/persistence/postgres/order-reader';
import { createPostgresOrderResolutions } from '../lambdas/persistence/postgres/order-resolutions';
import { createPostgresOrderStore } from '../lambdas/persistence/postgres/order-store';
import { createPostgresOrdersOnRecord } from '../lambdas/persistence/postgres/orders-on-record';
import { createPostgresUnfinishedOrders } from '../lambdas/persistence/postgres/stuck-orders';
import type { Clock } from '../lambdas/ports/clock';
import type { ConsoleParts } from './create-console';
import type { Connections } from './data/connect';
import { inOneTurn } from './data/in-one-turn';
import { remembered } from './data/remembered';
import { createLetterDesk } from './dead-letters/letter-desk';
import type { ConsoleEnvironment } from './environment';
import { readMailbox } from './mails/mailbox';
import type { DossierSources } from './orders/dossier';
import { listOrders } from './orders/list-orders';
import { createNotStarted } from './orders/not-started';
import { createReadHistoryOnce } from './orders/read-history';
import { readOrder } from './orders/read-order';
import { createReadSagas } from './orders/read-saga';
import { createRepairActs } from './orders/repair-acts';
import { readRepairs } from './repair/repairs';
import { webhookSources } from './webhooks/webhook-sources';

type PartConnections = Pick<Connections, 'databases' | 'documents' | 'sfn' | 'lambda' | 'xray' | 'queues'>;
type PartEnvironment = Pick<
  ConsoleEnvironment,
  | 'INTAKE_TABLE'
  | 'FAILURE_RECORDS_TABLE'
  | 'DELIVERIES_TABLE'
  | 'WEBHOOK_ENDPOINTS_TABLE'
  | 'CONSOLE_MAILBOX_URL'
  | 'SAGA_ARN'
  | 'UNDO_FUNCTIONS'
>;

/** The parts of the console that look at orders and act on them, over what it is connected to. */
export function composeParts(
  { databases: { reader, writer }, documents, sfn, lambda, xray, queues }: PartConnections,
  environment: PartEnvironment,
  clock: Clock,
): Pick<
  ConsoleParts,
  'orders' | 'desk' | 'queues' | 'findStanding' | 'intake' | 'actions' | 'repairs' | 'webhooks' | 'mails'
> {
  const intake = createDynamoIntakeStore({ client: documents, table: environment.INTAKE_TABLE });
  const table = environment.FAILURE_RECORDS_TABLE;
  const history = createDynamoFailureRecords({ client: documents, table });
  const actions = createDynamoOperatorActions({ client: documents, table });
  const executions = createSfnExecutionStatus({ client: sfn, stateMachineArn: environment.SAGA_ARN });
  const findStanding = createFindStanding({
    orders: createPostgresOrderReader({ database: reader }),
    executions,
    intake,
  });
  const saga = { client: sfn, stateMachineArn: environment.SAGA_ARN };
  const readHistory = createReadHistoryOnce(saga);
  const sagas = createReadSagas({ ...saga, readHistory });
  const mailbox = environment.CONSOLE_MAILBOX_URL;
  // Timeline, traces and the page itself ask these for the same order.
  const failuresOf = inOneTurn(history.failuresOf);
  const actionsOn = inOneTurn(actions.actionsOn);
  const find = inOneTurn(intake.find);
  const tracesOfOrder = createTracesOfOrder({
    intake: { find },
    failures: { failuresOf },
    actions: { actionsOn },
    traces: createXRayTraceReader({ client: xray }),
  });
  const resolutions = {
    replica: createPostgresOrderResolutions({ database: reader }),
    writer: createPostgresOrderResolutions({ database: writer }),
  };
  const readTimeline = createReadTimeline({
    intake: { find },
    history: connectHistory({ read: reader, write: writer }, { chose: () => {} }),
    executions: executionsFrom(readHistory),
    failures: { failuresOf },
    actions: { actionsOn },
    refundsOutside: createDynamoRefundsOutside({ client: documents, table }),
    deliveries:
      environment.DELIVERIES_TABLE === undefined
        ? undefined
        : createDynamoDeliveryLog({ client: documents, table: environment.DELIVERIES_TABLE }),
  });
  const sources: DossierSources = {
    order: (orderId, from) => readOrder(from === 'writer' ? writer : reader, orderId),
    resolutions: (orderId, from) => resolutions[from].ofOrder(orderId),
    accepted: find,
    definition: sagas.definition,
    walk: sagas.walk,
    failures: (orderId) => failuresOf({ orderId, messageId: '' }),
    actions: (orderId) => actionsOn({ orderId, messageId: '' }),
    timeline: async (orderId) => (await readTimeline(orderId)) ?? { orderId, entries: [], missing: [] },
    traces: async (orderId, signal) => (await tracesOfOrder(orderId, signal)).traces,
  };
  return {
    orders: {
      list: (search) => listOrders(reader, search),
      // Sixteen queries, for a list that is empty as a rule.
      notStarted: remembered(
        createNotStarted({ intake, orders: createPostgresUnfinishedOrders({ database: reader }), clock }),
        { forMs: 2_000, clock },
      ),
      sources,
      acts: createRepairActs({
        actions,
        resolutions: resolutions.writer,
        undo: createUndoOrder({
          ...{ executions, actions, clock },
          orders: createPostgresOrdersOnRecord({ database: writer }),
          steps: createLambdaSteps({ client: lambda, functions: environment.UNDO_FUNCTIONS }),
          stopCommand: stopCommandOf(environment.SAGA_ARN),
        }).undo,
        retry: createRetryOrder({ orders: createPostgresOrderStore({ database: writer }) }),
        clock,
      }),
    },
    desk: createLetterDesk({
      triage: createTriage({ queues, assess: createAssess({ history, findStanding }) }),
      treat: createTreatLetters({ queues, actions, clock }),
      clock,
    }),
    queues,
    findStanding,
    intake,
    actions,
    repairs: () => readRepairs(reader),
    webhooks: webhookSources(documents, environment),
    ...(mailbox === undefined ? {} : { mails: () => readMailbox(mailbox) }),
  };
}
