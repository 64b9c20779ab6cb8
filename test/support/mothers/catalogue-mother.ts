import type { CatalogueEntry } from '../in-memory/in-memory-database';

const entry = (sku: string, amountMinor: number, stock: number, currency = 'EUR'): CatalogueEntry => ({
  ...{ sku, stock },
  name: `${sku} by name`,
  price: { amountMinor, currency },
});

/** Plenty of tea, one pot, cups that are sold out, and a mug in another currency. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  entry('CUP', 450, 0),
  entry('MUG', 800, 10, 'USD'),
  entry('POT', 7_900, 1),
  entry('TEA', 890, 5),
];
