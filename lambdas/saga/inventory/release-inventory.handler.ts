import { connectThroughProxy, databaseVariables } from '../../persistence/postgres/connect-through-proxy';
import { createPostgresInventoryStore } from '../../persistence/postgres/inventory-store';
import { readEnvironment } from '../../runtime/environment';
import { sagaStep } from '../../runtime/saga-step';
import { createReleaseInventory } from './release-inventory';

const database = connectThroughProxy(readEnvironment(...databaseVariables));
const inventory = createPostgresInventoryStore({ database });

export const handler = sagaStep(createReleaseInventory({ inventory }));
