import type { OrderStatus } from '../../domain/order';

/** An order as a participant's statement finds it: nulls when it was never written. */
export interface StandingOrder {
  readonly status: OrderStatus | null;
  readonly compensating: boolean;
}

const ENDED: readonly (OrderStatus | null)[] = ['REJECTED', 'CANCELLED', 'NEEDS_REPAIR'];

/** No action may move it forward any more. */
export const hasEnded = ({ status, compensating }: StandingOrder): boolean => compensating || ENDED.includes(status);
