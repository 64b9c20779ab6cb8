import { sfnClient } from '../gateways/sfn-client';
import { createSfnExecutionHistory } from '../gateways/sfn-execution-history';
import { createReadTimeline } from '../operations/timeline/read-timeline';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../persistence/dynamodb/delivery-log';
import { createDynamoIntakeStore } from '../persistence/dynamodb/intake-store';
import { createDynamoToldRecords } from '../persistence/dynamodb/told-records';
import { connectConsistentOrders } from '../persistence/postgres/connect-consistent-orders';
import { connectHistory } from '../persistence/postgres/connect-history';
import { connectReads, readVariables } from '../persistence/postgres/connect-reads';
import { apiHandler } from '../runtime/api-handler';
import { readEnvironment } from '../runtime/environment';
import { readSignals } from '../runtime/read-signals';
import { createGetTimeline } from './get-timeline';

const tables = ['INTAKE_TABLE', 'FAILURE_RECORDS_TABLE', 'DELIVERIES_TABLE'] as const;
const env = readEnvironment(...tables, 'SAGA_ARN', ...readVariables);
const handles = connectReads(env);
const client = documentClient();
const intake = createDynamoIntakeStore({ client, table: env.INTAKE_TABLE });
const readTimeline = createReadTimeline({
  intake,
  history: connectHistory(handles, readSignals),
  executions: createSfnExecutionHistory({ client: sfnClient(), stateMachineArn: env.SAGA_ARN }),
  ...createDynamoToldRecords({ client, table: env.FAILURE_RECORDS_TABLE }),
  deliveries: createDynamoDeliveryLog({ client, table: env.DELIVERIES_TABLE }),
});
const answer = createGetTimeline({ orders: connectConsistentOrders(env, handles), intake, readTimeline });

export const handler = apiHandler('GET /orders/{orderId}/timeline', answer);
