import { describeAllStores } from '../../support/contracts/all-stores.contract';
import { openInMemoryWorld } from '../../support/in-memory/in-memory-world';

describe('In-memory stores', () => {
  describeAllStores(openInMemoryWorld);
});
