import { connectOutbox, outboxVariables } from '../../gateways/connect-outbox';
import { createPostgresInventoryStore } from '../../persistence/postgres/inventory-store';
import { readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createReserveInventory } from './reserve-inventory';

const { database, thenPublish } = connectOutbox(readEnvironment(...outboxVariables));
const inventory = createPostgresInventoryStore({ database });

export const handler = sagaStep(thenPublish(createReserveInventory({ inventory })));
