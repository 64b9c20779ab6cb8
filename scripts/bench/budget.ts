import type { OrderTotals } from './report';

type Budget = Readonly<Record<string, OrderTotals>>;

/** One line for each count that is over its budget, or has none. */
export function overOrderBudget(totals: Budget, allowed: Partial<Budget>): readonly string[] {
  return Object.entries(totals).flatMap(([kind, counts]) =>
    Object.entries(counts).flatMap(([name, count]) => {
      const limit = allowed[kind]?.[name as keyof OrderTotals];
      if (limit === undefined) {
        return [`${name} of an order, ${kind}: ${count}, and budgets.json has no budget for it`];
      }
      return count > limit ? [`${name} of an order, ${kind}: ${count}, over the budget of ${limit}`] : [];
    }),
  );
}
