import type { PaymentEntry } from '../../../lambdas/domain/books/books';
import type { Snapshot } from '../../support/contracts/store-world';
import type { World } from '../world/world';
import type { Verdict } from './verdict';

/**
 * The provider's ledger but for what somebody has refunded there of an order that stands: that is between them and the
 * customer, as long as the order was not on record as refunded when it was confirmed. And but for a part that somebody has
 * refunded while the rest of it is still owed.
 */
export const exceptGifts = (world: World, { orders, payments }: Snapshot): readonly PaymentEntry[] =>
  world.payments().map((entry) => {
    const { refunds, refundedMinor } = world.paidBack(entry.orderId);
    if (refunds === 0) {
      return entry;
    }
    const isConfirmed = orders[entry.orderId]?.status === 'CONFIRMED';
    const stands = isConfirmed && payments[entry.orderId]?.state === 'CHARGED';
    if (stands || (!isConfirmed && entry.refundedMinor < entry.capturedMinor)) {
      return { ...entry, refunds: entry.refunds - refunds, refundedMinor: entry.refundedMinor - refundedMinor };
    }
    return { ...entry, refunds: Math.max(entry.refunds - refunds, 1) };
  });

/** Somebody has to know of it: the books of an order that stands do not say so. */
export const checkGifts = (world: World, { orders }: Snapshot): Verdict['violations'] =>
  Object.entries(orders)
    .filter(([orderId, { status }]) => status === 'CONFIRMED' && world.paidBack(orderId).refunds > 0)
    .filter(([orderId]) => !world.isKnownToBePaidBack(orderId))
    .map(([orderId]) => ({
      invariant: 'unseen-refund',
      subject: orderId,
      detail: 'it stands, somebody has refunded it at the provider, and no operator was told',
    }));
