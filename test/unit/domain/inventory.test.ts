import { findShortage, quantitiesBySku } from '../../../lambdas/domain/inventory';

const lines = [
  { sku: 'TEA', quantity: 3 },
  { sku: 'POT', quantity: 1 },
  { sku: 'TEA', quantity: 2 },
];

describe('What an order takes of the stock', () => {
  it('is added up by SKU, in the order of the lines', () => {
    expect([...quantitiesBySku(lines)]).toEqual([
      ['TEA', 5],
      ['POT', 1],
    ]);
  });

  it.each([
    { levels: { TEA: 5, POT: 1 }, shortage: undefined },
    { levels: { TEA: 4, POT: 1 }, shortage: { sku: 'TEA', requested: 5, available: 4 } },
    { levels: { TEA: 5 }, shortage: { sku: 'POT', requested: 1, available: 0 } },
    { levels: {}, shortage: { sku: 'TEA', requested: 5, available: 0 } },
  ])('is short of $shortage with $levels', ({ levels, shortage }) => {
    expect(findShortage(lines, new Map(Object.entries(levels)))).toEqual(shortage);
  });
});
