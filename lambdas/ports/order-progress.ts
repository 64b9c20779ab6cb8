/** What a consumer knows of an order: the newest event that it has applied, and what it keeps because of it. */
export interface OrderProgress<State> {
  readonly sequence: number;
  readonly state: State;
}

/** The memory of a consumer that keeps something for each order. */
export interface OrderProgressStore<State> {
  find(orderId: string): Promise<OrderProgress<State> | undefined>;
  /**
   * Goes on from what was known when the state was made: the comparison and the write are one.
   *
   * @param from the sequence that was known, 0 when nothing was
   * @returns false when somebody else has gone on meanwhile, and nothing was written
   */
  advance(orderId: string, from: number, to: OrderProgress<State>): Promise<boolean>;
}
