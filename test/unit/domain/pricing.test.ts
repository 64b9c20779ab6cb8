import fc from 'fast-check';
import { priceLines } from '../../../lambdas/domain/pricing';

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('The price of an order', () => {
  it('is the sum of its lines, exactly', () => {
    const line = fc.record({
      sku: fc.string({ minLength: 1 }),
      quantity: fc.integer({ min: 1, max: 1_000 }),
      price: fc.integer({ min: 0, max: 100_000 }).map(eur),
    });

    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
        const total = lines.reduce(
          (sum, { quantity, price }) => sum + BigInt(quantity) * BigInt(price.amountMinor),
          0n,
        );

        expect(priceLines(lines, undefined)).toEqual({
          kind: 'priced',
          total: eur(Number(total)),
          unitPricesMinor: lines.map(({ price }) => price.amountMinor),
        });
      }),
    );
  });

  it('is accepted when it is what the customer saw', () => {
    expect(priceLines([{ sku: 'TEA', quantity: 2, price: eur(890) }], eur(1_780)).kind).toBe('priced');
  });

  it('fails when the customer saw another total, or another currency', () => {
    const lines = [{ sku: 'TEA', quantity: 2, price: eur(890) }];

    expect(priceLines(lines, eur(1_779))).toEqual({ kind: 'total-changed', expectedMinor: 1_779, actualMinor: 1_780 });
    expect(priceLines(lines, { amountMinor: 1_780, currency: 'USD' })).toEqual({
      kind: 'mixed-currency',
      currencies: ['EUR', 'USD'],
    });
  });

  it('fails at the first SKU that is not in the catalogue', () => {
    const lines = [
      { sku: 'TEA', quantity: 1, price: eur(890) },
      { sku: 'KETTLE', quantity: 1 },
    ];

    expect(priceLines(lines, undefined)).toEqual({ kind: 'unknown-sku', sku: 'KETTLE' });
  });
});
