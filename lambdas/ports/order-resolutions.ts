import type { UnfinishedStep } from './order-store';

/** That a person has settled outside of our systems what an order left unfinished. */
export interface OrderResolution {
  readonly orderId: string;
  /** What it settles, and of which version of the order. What becomes unfinished later is not settled by it. */
  readonly version: number;
  readonly unfinished: readonly UnfinishedStep[];
  readonly reason: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface OrderResolutions {
  /**
   * Keeps it if the order still needs repair as the person has seen it: in that version, with that unfinished. Changes
   * nothing else: neither the order nor its books.
   *
   * @returns false when the order is another one by now, so that the person has to look again
   */
  record(resolution: Omit<OrderResolution, 'at'>): Promise<boolean>;
  /** Newest first. */
  ofOrder(orderId: string): Promise<readonly OrderResolution[]>;
}
