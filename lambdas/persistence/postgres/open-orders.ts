import { isFinal, OrderStatus } from '../../domain/order';

/** Whether a person has settled the order in repair `o` as it stands: in its version, with what it has unfinished. */
export const IS_RESOLVED = `
  COALESCE(o.resolved_version = o.version AND o.resolved_unfinished = COALESCE(o.unfinished, '[]'), false)`;

/**
 * Since when the order `o` has waited for a person; NULL when it does not. The index `orders_to_repair` is of this
 * very expression, as are statistics of it: those that were settled may be many after some years, and are not looked at.
 */
export const REPAIR_SINCE = `
  (CASE WHEN o.status = 'NEEDS_REPAIR' AND NOT ${IS_RESOLVED} THEN o.updated_at END)`;

const UNDER_WAY = Object.values(OrderStatus)
  .filter((status) => !isFinal(status) && status !== 'NEEDS_REPAIR')
  .map((status) => `'${status}'`)
  .join(', ');

/** Whether a saga or a person has to go on with the order `o`. */
export const IS_OPEN = `(o.status IN (${UNDER_WAY}) OR ${REPAIR_SINCE} IS NOT NULL)`;
