/** News of a refund that nobody of ours made, for an order that stands all the same. Nothing personal. */
export interface RefundOutside {
  readonly orderId: string;
  /** Of the provider. One refund sends several. */
  readonly eventId: string;
  /** Where the event names it. */
  readonly refundId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface RefundsOutside {
  /** The same event again is kept once. */
  record(refund: RefundOutside): Promise<void>;
  /** As far as they are still kept. */
  ofOrder(orderId: string): Promise<readonly RefundOutside[]>;
}
