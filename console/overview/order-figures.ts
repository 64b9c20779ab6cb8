import type { OrderStatus } from '../../lambdas/domain/order';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { IS_OPEN } from '../../lambdas/persistence/postgres/open-orders';
import type { Minute, OpenOrders } from './figures';

/** How far back the overview looks. */
export const MINUTES = 60;

/** By index `orders_by_time`, as far as the last hour goes. */
const BY_MINUTE = `
  /* count-by-minute */ SELECT extract(epoch FROM date_trunc('minute', accepted_at))::bigint AS at,
    count(*) FILTER (WHERE status = 'CONFIRMED') AS confirmed,
    count(*) FILTER (WHERE status = 'REJECTED') AS rejected,
    count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled,
    count(*) FILTER (WHERE status = 'NEEDS_REPAIR') AS "needsRepair",
    count(*) FILTER (WHERE status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR')) AS open,
    percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP
      (ORDER BY CASE WHEN status = 'CONFIRMED' THEN extract(epoch FROM updated_at - accepted_at)::float8 END) AS times
  FROM orders
  WHERE accepted_at >= date_trunc('minute', now()) - interval '${MINUTES - 1} minutes'
  GROUP BY 1
  ORDER BY 1`;

const COUNT_OPEN = `
  /* count-open */ SELECT status, count(*) AS count FROM orders AS o WHERE ${IS_OPEN} GROUP BY status`;

type MinuteRow = Omit<Minute, 'p50' | 'p95'> & { readonly times: readonly (number | null)[] | null };

/** @param now minutes without orders are told too */
export async function readMinutes(database: Database, now: Date): Promise<readonly Minute[]> {
  const rows = await database.query<MinuteRow>(BY_MINUTE);
  const byMinute = new Map(rows.map((row) => [row.at, row]));
  const last = Math.floor(now.getTime() / 60_000) * 60;
  return Array.from({ length: MINUTES }, (_, index) => {
    const at = last - (MINUTES - 1 - index) * 60;
    const row = byMinute.get(at);
    return row === undefined ? { at, ...NOTHING } : minuteOf(row);
  });
}

const NOTHING = { confirmed: 0, rejected: 0, cancelled: 0, needsRepair: 0, open: 0 };

function minuteOf({ times, ...counts }: MinuteRow): Minute {
  const [p50, p95] = times ?? [];
  return typeof p50 === 'number' && typeof p95 === 'number' ? { ...counts, p50, p95 } : counts;
}

export async function readOpenOrders(database: Database): Promise<OpenOrders> {
  const rows = await database.query<{ readonly status: OrderStatus; readonly count: number }>(COUNT_OPEN);
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
