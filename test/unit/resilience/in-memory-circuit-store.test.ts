import { describeCircuitStore } from '../../support/circuit/circuit-store.contract';
import { createInMemoryCircuitStore } from '../../support/circuit/in-memory-circuit-store';

describeCircuitStore('in memory', async () => createInMemoryCircuitStore());
