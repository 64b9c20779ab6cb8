import type { InMemoryDatabase, OrderRow } from '../../support/in-memory/in-memory-database';

/**
 * Runs a call of a store that finds other values in the orders that have these. Stores decide before they first pause, so
 * the values are put in their places for that long, and nobody else sees them.
 */
export function pretending<Answer>(
  { orders }: InMemoryDatabase,
  having: Partial<OrderRow>,
  values: Partial<OrderRow>,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const rows = [...orders.values()].filter((row) =>
    Object.entries(having).every(([key, value]) => row[key as keyof OrderRow] === value),
  );
  const own = rows.map((row) =>
    Object.fromEntries(Object.keys(values).map((key) => [key, row[key as keyof OrderRow]])),
  );
  for (const row of rows) {
    Object.assign(row, values);
  }
  const answer = run();
  for (const [index, row] of rows.entries()) {
    Object.assign(row, own[index]);
  }
  return answer;
}
