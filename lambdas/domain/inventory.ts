import type { OrderLine } from './order';

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** What an order takes of each SKU: the same SKU may stand on several lines. */
export function quantitiesBySku(lines: readonly OrderLine[]): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  }
  return quantities;
}

/** The first SKU, in the order of the lines, of which there is less than the whole order wants. */
export function findShortage(
  lines: readonly OrderLine[],
  availableBySku: ReadonlyMap<string, number>,
): Shortage | undefined {
  for (const [sku, requested] of quantitiesBySku(lines)) {
    const available = availableBySku.get(sku) ?? 0;
    if (requested > available) {
      return { sku, requested, available };
    }
  }
  return undefined;
}
