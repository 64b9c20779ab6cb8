import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { createApplyInSequence } from '../../../lambdas/runtime/apply-in-sequence';
import { createIdempotentConsumer } from '../../../lambdas/runtime/idempotent-consumer';
import { parseOrderEvent } from '../../../lambdas/runtime/parse-order-event';
import type { HandleMessage } from '../../../lambdas/runtime/sqs-batch';
import { CrashPoint } from '../crash-point';
import { InMemoryOrderProgress } from '../events/in-memory-order-progress';
import { InMemoryIdempotency } from '../intake/in-memory-idempotency';
import type { Chance } from './chance';
import { createSubscriber, type Subscriber } from './subscriber';

/** What a subscriber has made of an event: its place in its order, and what it said. */
export type Effect = Pick<OrderEvent, 'orderId' | 'sequence' | 'type' | 'status'>;

export interface StormSubscribers {
  readonly all: readonly Subscriber[];
  /** Effects of a service outside, by the id that it was given: what it was given twice it has done once. */
  readonly outside: ReadonlyMap<string, Effect>;
  /** What was applied for each order, in the order of applying: by one that needs every event. */
  readonly ledger: InMemoryOrderProgress<readonly Effect[]>;
  /** The same by one that needs the newest alone. */
  readonly index: InMemoryOrderProgress<readonly Effect[]>;
}

/** An hour is for ever in a storm, so the ledger waits for whatever is missing. */
const NEEDS_ALL = { waitMs: 60 * 60_000, clock: { now: () => new Date() } };

export function createStormSubscribers(
  chance: Chance,
  rates: { readonly crashes: number; readonly duplicates: number },
): StormSubscribers {
  const outside = new Map<string, Effect>();
  const service = {
    async do(event: OrderEvent): Promise<'done'> {
      outside.set(event.eventId, effectOf(event));
      return 'done';
    },
  };
  const ledger = new InMemoryOrderProgress<readonly Effect[]>();
  const index = new InMemoryOrderProgress<readonly Effect[]>();
  const stateOf = (event: OrderEvent, before: readonly Effect[] = []) => [...before, effectOf(event)];

  /** The process of a receive, which may die at any of its calls, of which it makes so many. */
  const mayDie = <Port extends object>(port: Port, calls: number): Port =>
    chance.happens(rates.crashes)
      ? new CrashPoint(1 + chance.below(calls), chance.happens(0.5) ? 'before' : 'after').around(port)
      : port;
  const persistence = new InMemoryIdempotency();
  const once: HandleMessage = createIdempotentConsumer({
    persistence,
    effect: 'storm',
    parse: parseOrderEvent,
    perform: (event) => mayDie(service, 1).do(event),
  });
  const inSequence =
    (progress: InMemoryOrderProgress<readonly Effect[]>, gaps = {}): HandleMessage =>
    async ({ body }) => {
      await createApplyInSequence({ progress: mayDie(progress, 2), stateOf, ...gaps })(parseOrderEvent(body));
      return 'done';
    };

  const queue = { chance, duplicates: rates.duplicates };
  return {
    all: [
      createSubscriber('outside effects', once, queue),
      createSubscriber('ledger', inSequence(ledger, { gaps: NEEDS_ALL }), queue),
      createSubscriber('index', inSequence(index), queue),
    ],
    outside,
    ledger,
    index,
  };
}

export const effectOf = ({ orderId, sequence, type, status }: Effect): Effect => ({ orderId, sequence, type, status });
