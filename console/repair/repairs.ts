import type { Database } from '../../lambdas/persistence/postgres/database';
import { IS_RESOLVED, REPAIR_SINCE } from '../../lambdas/persistence/postgres/open-orders';
import type { UnfinishedStep } from '../../lambdas/ports/order-store';

export interface Repair {
  readonly orderId: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly unfinished: readonly UnfinishedStep[] | null;
  readonly since: Date;
}

export interface ResolvedRepair extends Repair {
  readonly resolution: { readonly reason: string; readonly by: string; readonly at: string } | null;
}

export interface Repairs {
  /** That wait for a person. Oldest first. */
  readonly open: readonly Repair[];
  /** That a person has settled by hand. The latest orders first. */
  readonly resolved: readonly ResolvedRepair[];
}

/** More than these are an outage, which is not repaired order by order. */
export const MOST_OPEN = 200;
/** To see what was decided lately, and to take back a mistake. */
export const MOST_RESOLVED = 50;

const COLUMNS = `o.order_id AS "orderId", o.total_minor AS "totalMinor", o.currency, o.reason, o.unfinished,
  o.updated_at AS since`;

/** By index `orders_to_repair`. */
export const OPEN_REPAIRS = `
  /* list-repairs */ SELECT ${COLUMNS} FROM orders AS o WHERE ${REPAIR_SINCE} IS NOT NULL
  ORDER BY ${REPAIR_SINCE}, o.order_id LIMIT ${MOST_OPEN}`;

/** Nearly all that ever needed repair were settled, so the walk along those of that status ends soon. */
const RESOLVED_REPAIRS = `
  /* list-resolved */ SELECT ${COLUMNS}, (
    SELECT jsonb_build_object('reason', r.reason, 'by', r.resolved_by, 'at', r.resolved_at)
    FROM order_resolutions AS r WHERE r.order_id = o.order_id ORDER BY r.resolved_at DESC LIMIT 1
  ) AS resolution
  FROM orders AS o WHERE o.status = 'NEEDS_REPAIR' AND ${IS_RESOLVED}
  ORDER BY o.accepted_at DESC, o.order_id DESC LIMIT ${MOST_RESOLVED}`;

export async function readRepairs(database: Database): Promise<Repairs> {
  const [open, resolved] = await Promise.all([
    database.query<Repair>(OPEN_REPAIRS),
    database.query<ResolvedRepair>(RESOLVED_REPAIRS),
  ]);
  return { open, resolved };
}
