import { sfnClient } from '../gateways/sfn-client';
import { createSfnExecutionStatus } from '../gateways/sfn-execution-status';
import { createSfnExecutions } from '../gateways/sfn-executions';
import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresHeldReservations } from '../persistence/postgres/held-reservations';
import { createPostgresInventoryStore } from '../persistence/postgres/inventory-store';
import { createPostgresOrderStore } from '../persistence/postgres/order-store';
import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { signals } from '../runtime/signals';
import { createExpireReservations } from './expire-reservations/expire-reservations';

const env = readEnvironment('SAGA_ARN', 'RESERVATION_EXPIRES_AFTER_SECONDS', ...databaseVariables);
const saga = { client: sfnClient(), stateMachineArn: env.SAGA_ARN };
const database = connectThroughProxy(env);

export const handler = scheduled(
  'expire-reservations',
  createExpireReservations({
    reservations: createPostgresHeldReservations({ database }),
    executions: { ...createSfnExecutions(saga), ...createSfnExecutionStatus(saga) },
    inventory: createPostgresInventoryStore({ database }),
    orders: createPostgresOrderStore({ database }),
    signals,
    clock: systemClock,
    expireAfterMs: env.RESERVATION_EXPIRES_AFTER_SECONDS * 1_000,
  }),
);
