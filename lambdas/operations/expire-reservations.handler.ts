import { sfnClient } from '../gateways/sfn-client';
import { createSfnExecutions } from '../gateways/sfn-executions';
import { connectThroughProxy, databaseVariables } from '../persistence/postgres/connect-through-proxy';
import { createPostgresHeldReservations } from '../persistence/postgres/held-reservations';
import { createPostgresInventoryStore } from '../persistence/postgres/inventory-store';
import { createPostgresOrderStore } from '../persistence/postgres/order-store';
import { readEnvironment } from '../runtime/environment';
import { scheduled } from '../runtime/scheduled';
import { signals } from '../runtime/signals';
import { createExpireReservations } from './expire-reservations';

const env = readEnvironment('SAGA_ARN', 'RESERVATION_EXPIRES_AFTER_SECONDS', ...databaseVariables);
const database = connectThroughProxy(env);

export const handler = scheduled(
  'expire-reservations',
  createExpireReservations({
    reservations: createPostgresHeldReservations({ database }),
    executions: createSfnExecutions({ client: sfnClient(), stateMachineArn: env.SAGA_ARN }),
    inventory: createPostgresInventoryStore({ database }),
    orders: createPostgresOrderStore({ database }),
    signals,
    expireAfterMs: env.RESERVATION_EXPIRES_AFTER_SECONDS * 1_000,
  }),
);
