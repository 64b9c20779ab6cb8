import type { Snapshot } from './store-world';

/** What all reservations say that they hold of a product. */
export const heldOf = ({ reservations }: Pick<Snapshot, 'reservations'>, sku: string): number =>
  Object.values(reservations)
    .filter(({ state }) => state === 'HELD')
    .reduce((sum, { quantities }) => sum + (quantities[sku] ?? 0), 0);
