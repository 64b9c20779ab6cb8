import { InMemoryOrderProgress } from '../../support/events/in-memory-order-progress';
import { describeOrderProgress } from '../../support/events/order-progress.contract';

describeOrderProgress('in memory', async () => new InMemoryOrderProgress());
