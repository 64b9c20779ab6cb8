import budgets from '../../budgets.json';
import type { Facts } from './facts';

type Counts = Readonly<Record<string, number>>;

export interface Budgets {
  readonly saga: Counts;
  readonly bundles: Counts;
  /** What is paid by the hour, whether orders come or not. Other resources may grow. */
  readonly resources: Readonly<Record<string, Counts>>;
}

/** One line for each fact that is over its budget, or has none. */
export function overBudget(facts: Facts, allowed: Budgets = budgets): readonly string[] {
  return [
    ...compare('states entered when', facts.saga, allowed.saga),
    ...compare('bytes of', facts.bundles, allowed.bundles),
    ...Object.entries(allowed.resources).flatMap(([stage, limits]) => {
      const counts: Counts = facts.resources[stage as keyof Facts['resources']];
      const billed = Object.fromEntries(Object.keys(limits).map((type) => [type, counts[type] ?? 0]));
      return compare(`${stage} resources of type`, billed, limits);
    }),
  ];
}

const compare = (what: string, facts: Counts, limits: Counts): readonly string[] =>
  Object.entries(facts).flatMap(([name, count]) => {
    const limit = limits[name];
    if (limit === undefined) {
      return [`${what} ${name}: ${count}, and budgets.json has no budget for it`];
    }
    return count > limit ? [`${what} ${name}: ${count}, ${count - limit} over the budget of ${limit}`] : [];
  });
