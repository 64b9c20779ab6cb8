import { ALL_CASES } from './all-cases';
import { type Bench, startBench } from './bench';
import { describeCases } from './describe-cases';
import { describeOutages } from './describe-outages';

jest.setTimeout(900_000);

describe('Orders under faults', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench?.close());

  describeCases(() => bench, ALL_CASES);
  describeOutages(() => bench, [23, 24, 26, 45]);
});
