import { overBound } from '../../../scripts/bench-console/over-bound';

const timesOf = (page: string, p95: number) => ({ page, p50: 1, p95, most: 1_000, cpu: 1 });

describe('The benchmark of the console', () => {
  it('names the pages that are not faster than the bound at p95, the slowest first', () => {
    const times = [timesOf('acts', 100), timesOf('repair', 99.9), timesOf('one order', 163)];

    expect(overBound(times, 100)).toEqual([
      'one order: 163.0 ms at p95, and less than 100 ms are promised',
      'acts: 100.0 ms at p95, and less than 100 ms are promised',
    ]);
    expect(overBound(times, 200)).toEqual([]);
  });
});
