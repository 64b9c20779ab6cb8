import { findShortage } from '../../domain/inventory';
import type { Money } from '../../domain/money';
import type { OrderStatus } from '../../domain/order';
import { type CatalogueLine, priceLines } from '../../domain/pricing';
import type { InventoryStore, ReleaseOutcome, ReserveOutcome } from '../../ports/inventory-store';
import type { TracedOrder } from '../../ports/traced-order';
import { type Database, queryOne } from './database';
import { receiveOrder } from './receive-order';
import { RELEASE_STOCK } from './release-statement';
import { HOLD_STOCK, READ_RESERVABLE } from './reserve-statements';
import { isDuplicateOf, isRefusedBy } from './statement-error';
import { untilDecided } from './until-decided';

interface Reservable {
  readonly status: OrderStatus;
  readonly compensating: boolean;
  readonly total_minor: number | null;
  readonly currency: string | null;
  readonly reservation: 'HELD' | 'RELEASED' | 'SOLD' | null;
  readonly lines: readonly CatalogueLine[];
}

interface Hold {
  /** False when the order had moved on by the time its lock was held. */
  readonly receivable: boolean;
  readonly held: boolean;
  readonly available: Readonly<Record<string, number>>;
}

interface Released {
  readonly allowed: boolean;
  readonly parceled: boolean;
  readonly released: boolean;
}

/**
 * Reservations in Postgres. A reserve is three statements, each whole by itself: write the order down, read it beside
 * the catalogue, hold its stock. Stopped in between it leaves a received order that holds nothing, and a retry goes on
 * from there. A refusal is decided anew by a retry: nothing had been taken, and stock may have come back.
 */
export function createPostgresInventoryStore({ database }: { readonly database: Database }): InventoryStore {
  return {
    async reserve(order) {
      await receiveOrder(database, order, { compensating: false });
      return untilDecided('reserve', () => reserve(database, order));
    },
    release: (orderId, { evenIfNotCancelled = false } = {}) =>
      untilDecided('release', () => release(database, orderId, evenIfNotCancelled)),
  };
}

async function reserve(database: Database, order: TracedOrder): Promise<ReserveOutcome | undefined> {
  const standing = await queryOne<Reservable>(database, READ_RESERVABLE, [order.orderId]);
  const settled = settledReservation(standing);
  if (settled !== undefined) {
    return settled;
  }

  const pricing = priceLines(standing.lines, order.expectedTotal);
  if (pricing.kind !== 'priced') {
    return pricing;
  }
  const hold = await holdStock(database, order.orderId, pricing.total, pricing.unitPricesMinor);
  if (hold?.held) {
    return { kind: 'reserved', total: pricing.total };
  }
  if (!hold?.receivable) {
    return undefined;
  }
  const shortage = findShortage(standing.lines, new Map(Object.entries(hold.available)));
  return shortage && { kind: 'out-of-stock', ...shortage };
}

/** What is held stays held, at the price it was taken for; what was undone stays undone. */
function settledReservation({
  status,
  compensating,
  reservation,
  ...standing
}: Reservable): ReserveOutcome | undefined {
  if (reservation === 'RELEASED') {
    return { kind: 'undone' };
  }
  if (reservation !== null && standing.total_minor !== null && standing.currency !== null) {
    return { kind: 'reserved', total: { amountMinor: standing.total_minor, currency: standing.currency } };
  }
  return status === 'RECEIVED' && !compensating ? undefined : { kind: 'undone' };
}

async function holdStock(
  database: Database,
  orderId: string,
  { amountMinor, currency }: Money,
  unitPricesMinor: readonly number[],
): Promise<Hold | undefined> {
  try {
    return await queryOne<Hold>(database, HOLD_STOCK, [orderId, amountMinor, currency, unitPricesMinor]);
  } catch (error) {
    // A check is first held against the row as it was when the statement began: stock came back since.
    if (isDuplicateOf('reservations_pkey', error) || isRefusedBy('stock_available_check', error)) {
      return undefined;
    }
    throw error;
  }
}

async function release(
  database: Database,
  orderId: string,
  evenIfNotCancelled: boolean,
): Promise<ReleaseOutcome | undefined> {
  const { allowed, parceled, released } = await queryOne<Released>(database, RELEASE_STOCK, [
    orderId,
    evenIfNotCancelled,
  ]);
  if (!allowed) {
    return { kind: 'order-confirmed' };
  }
  if (parceled) {
    return { kind: 'parcel-may-have-left' };
  }
  return released ? { kind: 'released' } : undefined;
}
