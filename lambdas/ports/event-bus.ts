import type { OrderEvent } from '../contracts/order-event';

export type PublishOutcome =
  | { readonly kind: 'published' }
  /** Not this time, or nobody knows: publishing it again is right. */
  | { readonly kind: 'left'; readonly reason: string }
  /** The bus will never take this event. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Where everybody who wants to know learns what happened to orders. */
export interface EventBus {
  /** One outcome for each event, in their order. Never throws: what could not be published is left for later. */
  publish(events: readonly OrderEvent[]): Promise<readonly PublishOutcome[]>;
}
