export interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: number;
  readonly currency: string;
  /** Units on the shelf when a local cloud begins. */
  readonly stock: number;
}

const tea = (sku: string, name: string, priceMinor: number, stock: number): CatalogueEntry => ({
  sku,
  name,
  priceMinor,
  currency: 'EUR',
  stock,
});

/** What the local shop sells. Two entries are scarce on purpose. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  tea('TEA-ASSAM-250', 'Assam, 250 g', 8_90, 10_000),
  tea('TEA-DARJEELING-100', 'Darjeeling first flush, 100 g', 14_50, 5_000),
  tea('TEA-SENCHA-100', 'Sencha, 100 g', 12_00, 5_000),
  tea('TEA-EARL-GREY-250', 'Earl Grey, 250 g', 9_40, 10_000),
  tea('MUG-CLASSIC', 'Mug, white, 300 ml', 11_95, 2_000),
  tea('STRAINER-STEEL', 'Tea strainer, steel', 6_50, 2_000),
  tea('POT-LIMITED', 'Cast-iron pot, limited edition', 79_00, 5),
  tea('TEA-LAST-TIN', 'Pu-erh 1998, the last tin', 249_00, 1),
];
