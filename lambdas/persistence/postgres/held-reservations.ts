import type { OrderLine } from '../../domain/order';
import type { HeldReservations } from '../../ports/held-reservations';
import type { Database } from './database';
import { IS_RESOLVED } from './open-orders';
import { STANDING_STATES } from './standing-states';

interface Row {
  readonly order_id: string;
  readonly customer_id: string;
  readonly accepted_at: Date;
  readonly lines: readonly OrderLine[];
  readonly awaits_person: boolean;
}

/** Whether the order `o` waits for a person with nothing on its record: to end it is all that is left. */
const NAMES_NOTHING = `COALESCE(o.unfinished = '[]', false)`;

/** Whether of the order `o` nothing was undone, and nothing but its confirmation has no outcome. */
const IS_UNCONFIRMED = `
  (o.compensating_at IS NULL AND COALESCE(o.unfinished @> '[{"step": "ConfirmOrder"}]', false))`;

// Not by EXISTS: its answer for all orders at once is a read of the whole table.
const HOLDS_STOCK = `
  COALESCE((SELECT state FROM reservations WHERE reservations.order_id = o.order_id) = 'HELD', false)`;

/** Whether a parcel of the order `o` may have left with its goods. */
const HAS_PARCEL = `
  COALESCE((SELECT state FROM shipments WHERE shipments.order_id = o.order_id) IN (${STANDING_STATES}), false)`;

/** $1 milliseconds. By the clock of the database, which wrote the times. */
const IS_UNMOVED = `
  status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED') AND updated_at <= now() - $1 * interval '1 ms'`;

/** Whether the order `o`, if nothing has moved it, has an undo to finish that is not left to people. */
const HAS_TO_BE_UNDONE = `
  (CASE WHEN ${HOLDS_STOCK}
   THEN status <> 'NEEDS_REPAIR' OR NOT (${IS_UNCONFIRMED} OR ${HAS_PARCEL})
   ELSE compensating_at IS NOT NULL
     AND (status <> 'NEEDS_REPAIR' OR ${NAMES_NOTHING} OR unfinished @> '[{"step": "ReleaseInventory"}]')
   END AND NOT ${IS_RESOLVED})`;

/**
 * $1 milliseconds, $2 limit, $3 and $4 the order to go on after.
 *
 * Through the index of orders that are not final, of which there are few, and from there by primary key: an index of
 * held reservations would have to be changed twice by every order.
 */
const FIND_UNMOVED = `
  /* find-unmoved */
  SELECT o.order_id, o.customer_id, o.accepted_at, ${HOLDS_STOCK} AND ${HAS_PARCEL} AS awaits_person,
    (SELECT jsonb_agg(jsonb_build_object('sku', line.sku, 'quantity', line.quantity) ORDER BY line.line)
     FROM order_lines AS line WHERE line.order_id = o.order_id) AS lines
  FROM orders AS o
  WHERE ${IS_UNMOVED}
    AND ($3::timestamptz IS NULL OR (accepted_at, order_id) > ($3::timestamptz, $4::uuid))
    AND ${HAS_TO_BE_UNDONE}
  ORDER BY accepted_at, order_id
  LIMIT $2`;

/** $1 milliseconds. Reads the open orders, of which there are few. */
const FIND_PLACE = `
  /* find-place-among-unmoved */
  SELECT order_id, accepted_at FROM orders WHERE ${IS_UNMOVED}
  ORDER BY random() LIMIT 1`;

/** $1 milliseconds, $2 order id. */
const CALL_OFF = `
  /* call-off */
  UPDATE orders AS o SET compensating_at = COALESCE(compensating_at, now())
  WHERE order_id = $2 AND ${IS_UNMOVED} AND ${HAS_TO_BE_UNDONE}
  RETURNING order_id`;

export const createPostgresHeldReservations = ({ database }: { readonly database: Database }): HeldReservations => ({
  async findUnmoved({ forMs, limit, after }) {
    const rows = await database.query<Row>(FIND_UNMOVED, [
      forMs,
      limit,
      after?.acceptedAt ?? null,
      after?.orderId ?? null,
    ]);
    return rows.map(({ order_id, customer_id, accepted_at, lines, awaits_person }) => ({
      orderId: order_id,
      customerId: customer_id,
      lines,
      acceptedAt: accepted_at.toISOString(),
      awaitsPerson: awaits_person,
    }));
  },

  async callOff({ forMs, orderId }) {
    const [calledOff] = await database.query(CALL_OFF, [forMs, orderId]);
    return calledOff !== undefined;
  },

  async findPlace({ forMs }) {
    const [place] = await database.query<Pick<Row, 'order_id' | 'accepted_at'>>(FIND_PLACE, [forMs]);
    return place && { orderId: place.order_id, acceptedAt: place.accepted_at.toISOString() };
  },
});
