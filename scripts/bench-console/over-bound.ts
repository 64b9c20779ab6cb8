import type { PageTimes } from './measure-pages';

/** A line for each page that is slower than the bound, the slowest first. */
export const overBound = (times: readonly PageTimes[], maxP95: number): readonly string[] =>
  times
    .filter(({ p95 }) => p95 >= maxP95)
    .toSorted((a, b) => b.p95 - a.p95)
    .map(({ page, p95 }) => `${page}: ${p95.toFixed(1)} ms at p95, and less than ${maxP95} ms are promised`);
