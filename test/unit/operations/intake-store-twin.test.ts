import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { describeIntakeStore } from '../../support/intake/intake-store-contract';

describeIntakeStore('in memory', async () => new InMemoryIntake());
