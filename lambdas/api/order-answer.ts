import type { Money } from '../domain/money';
import type { OrderLine, OrderStatus } from '../domain/order';
import type { PendingOrder } from '../ports/intake-store';
import type { OrderView } from '../ports/order-reader';
import { type Reason, reasonFor } from './reasons';

/** An order as its customer sees it. */
export interface OrderAnswer {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly lines: readonly OrderLine[];
  /** Not there before the order has been priced. */
  readonly total?: Money;
  /** Why the order was not confirmed. */
  readonly reason?: Reason;
  readonly acceptedAt: string;
  readonly updatedAt: string;
}

export function orderAnswer(view: OrderView): OrderAnswer {
  const reason = reasonFor(view.status, view.reason);
  return {
    orderId: view.orderId,
    status: view.status,
    version: view.version,
    lines: view.lines,
    ...(view.total === undefined ? {} : { total: view.total }),
    ...(reason === undefined ? {} : { reason }),
    acceptedAt: view.acceptedAt,
    updatedAt: view.updatedAt,
  };
}

/** An order whose saga has not written it to the database yet. The first version there is 1. */
export const receivedAnswer = ({ orderId, lines, acceptedAt }: PendingOrder): OrderAnswer => ({
  orderId,
  status: 'RECEIVED',
  version: 0,
  lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  acceptedAt,
  updatedAt: acceptedAt,
});
