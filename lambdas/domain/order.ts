import type { Money } from './money';

export const OrderStatus = {
  Received: 'RECEIVED',
  Reserved: 'RESERVED',
  Charged: 'CHARGED',
  Shipping: 'SHIPPING',
  Confirmed: 'CONFIRMED',
  Rejected: 'REJECTED',
  Cancelled: 'CANCELLED',
  NeedsRepair: 'NEEDS_REPAIR',
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/**
 * The legal moves, in the order in which the saga makes them. The ends absorb, but for one thing that the bank decides
 * long after them: a refund that it could not deliver opens an order that was undone again (see ADR 0010).
 */
export const LEGAL_MOVES: { readonly [from in OrderStatus]: readonly OrderStatus[] } = {
  RECEIVED: ['RESERVED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR'],
  RESERVED: ['CHARGED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR'],
  CHARGED: ['SHIPPING', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR'],
  SHIPPING: ['CONFIRMED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR'],
  CONFIRMED: [],
  REJECTED: ['NEEDS_REPAIR'],
  CANCELLED: ['NEEDS_REPAIR'],
  // An operator finishes what was unfinished; a confirmation that had landed after all settles it too.
  NEEDS_REPAIR: ['CONFIRMED', 'REJECTED', 'CANCELLED'],
};

/** Nobody has to act any more. `NEEDS_REPAIR` is an end of the saga, not of the order. */
export const FINAL_STATUSES = ['CONFIRMED', 'REJECTED', 'CANCELLED'] as const satisfies readonly OrderStatus[];

export const isFinal = (status: OrderStatus): boolean => (FINAL_STATUSES as readonly OrderStatus[]).includes(status);

export const mayMove = (from: OrderStatus, to: OrderStatus): boolean => LEGAL_MOVES[from].includes(to);

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** What the saga knows of an order from its start: ids, SKUs, quantities and amounts, nothing personal. */
export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  /** The total that the customer saw; when the catalogue gives another, the order is rejected. */
  readonly expectedTotal?: Money | undefined;
  /** ISO 8601, UTC. */
  readonly acceptedAt: string;
}
