import type { Money } from './money';

/** A line of an order beside what the catalogue says about its SKU: nothing when it is not listed. */
export interface CatalogueLine {
  readonly sku: string;
  readonly quantity: number;
  readonly price?: Money | undefined;
}

export type Pricing =
  /** One price for each line, in the order of the lines. */
  | { readonly kind: 'priced'; readonly total: Money; readonly unitPricesMinor: readonly number[] }
  | { readonly kind: 'unknown-sku'; readonly sku: string }
  | { readonly kind: 'mixed-currency'; readonly currencies: readonly string[] }
  | { readonly kind: 'total-changed'; readonly expectedMinor: number; readonly actualMinor: number };

/**
 * What the order costs today. The client's total is never charged, only compared: a customer who agreed to another
 * sum has not agreed to this one.
 */
export function priceLines(lines: readonly CatalogueLine[], expectedTotal: Money | undefined): Pricing {
  const prices: Money[] = [];
  for (const { sku, price } of lines) {
    if (price === undefined) {
      return { kind: 'unknown-sku', sku };
    }
    prices.push(price);
  }

  const currencies = [
    ...new Set([...prices, ...(expectedTotal ? [expectedTotal] : [])].map((money) => money.currency)),
  ];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1) {
    return { kind: 'mixed-currency', currencies };
  }

  const unitPricesMinor = prices.map(({ amountMinor }) => amountMinor);
  const amountMinor = lines.reduce((sum, { quantity }, index) => sum + quantity * (unitPricesMinor[index] ?? 0), 0);
  if (expectedTotal !== undefined && expectedTotal.amountMinor !== amountMinor) {
    return { kind: 'total-changed', expectedMinor: expectedTotal.amountMinor, actualMinor: amountMinor };
  }
  return { kind: 'priced', total: { amountMinor, currency }, unitPricesMinor };
}
