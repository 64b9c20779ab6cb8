/**
 * The invariants, by the letter that fault tests use:
 * stock (S), charge (C), refund (R), shipment, no-loss (L), liveness (T), path (P),
 * one-execution (1), events (E), redrive (D), and no end in silence.
 */
export type Invariant =
  | 'stock'
  | 'charge'
  | 'refund'
  | 'shipment'
  | 'no-loss'
  | 'liveness'
  | 'path'
  | 'one-execution'
  | 'events'
  | 'redrive'
  | 'silent-end';

export interface Violation {
  readonly invariant: Invariant;
  /** An order id or a SKU. */
  readonly subject: string;
  readonly detail: string;
}
