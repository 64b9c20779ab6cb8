import { SAMPLE_CASES } from './faults/all-cases';
import { type Bench, startBench } from './faults/bench';
import { describeCases } from './faults/describe-cases';
import { describeOutages } from './faults/describe-outages';

jest.setTimeout(600_000);

/** `npm run test:faults` runs all of them. */
describe('Orders under faults, one of each row', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench?.close());

  describeCases(() => bench, SAMPLE_CASES);
  describeOutages(() => bench, [24, 45], { lockedForMs: 6_000 });
});
