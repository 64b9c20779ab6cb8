import type { OrderEvent } from '../contracts/order-event';
import type { Clock } from '../ports/clock';
import type { OrderProgressStore } from '../ports/order-progress';

/**
 * `older`: an event that is as new, or newer, was applied before. It came late or twice, and there is nothing to do.
 */
export type Applied = 'applied' | 'older';

/** An event of the same order is missing before this one. Thrown, so that the message comes back later. */
export class EventTooEarlyError extends Error {
  override readonly name = 'EventTooEarlyError';

  constructor(
    readonly sequence: number,
    readonly known: number,
  ) {
    super(`event ${sequence} of its order has come, and ${known} was the last one`);
  }
}

class ContendedOrderError extends Error {
  override readonly name = 'ContendedOrderError';
}

/** How often another event of the same order may be applied in between. */
const ROUNDS = 5;

export interface ApplyInSequenceOptions<State> {
  readonly progress: OrderProgressStore<State>;
  /** What to keep because of an event, and of what was kept until then. No effects: it may be asked more than once. */
  readonly stateOf: (event: OrderEvent, before: State | undefined) => State;
  /**
   * For a consumer that needs every event: how long after it has happened an event waits for those before it. One that
   * is still missing then is passed over. Its queue has to let a message come back for as long.
   * @default - it does not wait: every event says by itself how its order stands, so what comes late has nothing to add
   */
  readonly gaps?: { readonly waitMs: number; readonly clock: Clock };
}

/**
 * For a consumer that keeps something for each order, such as its status in a search index. Events arrive late, twice
 * and in any order; what is kept only ever moves forward in the sequence of its order.
 *
 * @throws EventTooEarlyError when it waits for an event that must come before this one
 */
export const createApplyInSequence =
  <State>({ progress, stateOf, gaps }: ApplyInSequenceOptions<State>) =>
  async (event: OrderEvent): Promise<Applied> => {
    for (let round = 0; round < ROUNDS; round++) {
      const before = await progress.find(event.orderId);
      const from = before?.sequence ?? 0;
      if (from >= event.sequence) {
        return 'older';
      }
      if (gaps !== undefined && event.sequence > from + 1 && isRecent(event, gaps)) {
        throw new EventTooEarlyError(event.sequence, from);
      }
      const to = { sequence: event.sequence, state: stateOf(event, before?.state) };
      if (await progress.advance(event.orderId, from, to)) {
        return 'applied';
      }
    }
    throw new ContendedOrderError(`other events of the order were applied in between, ${ROUNDS} times`);
  };

const isRecent = ({ occurredAt }: OrderEvent, { waitMs, clock }: { readonly waitMs: number; readonly clock: Clock }) =>
  clock.now().getTime() - Date.parse(occurredAt) < waitMs;
