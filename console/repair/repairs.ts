import type { Database } from '../../lambdas/persistence/postgres/database';
import { IS_RESOLVED } from '../../lambdas/persistence/postgres/order-resolutions';
import type { UnfinishedStep } from '../../lambdas/ports/order-store';

export interface Repair {
  readonly orderId: string;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly unfinished: readonly UnfinishedStep[] | null;
  readonly since: Date;
  readonly isResolved: boolean;
}

/** More than these are an outage, which is not repaired order by order. */
export const MOST_REPAIRS = 200;

/** By index `orders_by_status`: what is open first, and the oldest of it first. */
export const REPAIRS = `
  /* list-repairs */ SELECT * FROM (
    SELECT o.order_id AS "orderId", o.total_minor AS "totalMinor", o.currency, o.reason, o.unfinished,
      o.updated_at AS since, ${IS_RESOLVED} AS "isResolved"
    FROM orders AS o WHERE o.status = 'NEEDS_REPAIR'
  ) AS repairs
  ORDER BY "isResolved", since LIMIT ${MOST_REPAIRS}`;

export const readRepairs = (database: Database): Promise<readonly Repair[]> => database.query<Repair>(REPAIRS);
