import { type ConsistencyToken, NOTHING_SEEN } from '../contracts/consistency-token';
import type { Clock } from '../ports/clock';
import type { ConsistentOrders, ReadObserver, ReplicaReader } from '../ports/consistent-orders';
import type { OrderReader } from '../ports/order-reader';

export const READ_BOUNDS = {
  /** How long a read waits for the replica to catch up. A healthy one does within a few dozen milliseconds. */
  waitMs: 150,
  pollMs: 25,
  /**
   * A caller has seen more than the one order that a token can name. The others are taken to have arrived this long
   * after the last change that the caller has seen; the alarm on the replica's lag is set below it.
   */
  replicaLagMs: 2_000,
} as const;

/**
 * Reads from the replica as long as that shows no less than the caller has seen, waits a moment for it, and asks the
 * writer in the end. A replica that is away is not replaced by the writer: orders have the first claim to that.
 */
export function createReadYourWrites({
  replica,
  writer,
  clock,
  pause,
  observer,
  bounds = READ_BOUNDS,
}: {
  readonly replica: ReplicaReader;
  readonly writer: OrderReader;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  readonly observer: ReadObserver;
  readonly bounds?: { readonly [bound in keyof typeof READ_BOUNDS]: number };
}): ConsistentOrders {
  /** `undefined` of the replica: it is behind. */
  async function fromReplicaElseWriter<Answer>(
    askReplica: () => Promise<{ readonly answer: Answer } | undefined>,
    askWriter: () => Promise<Answer>,
    trustedFrom = 0,
  ): Promise<Answer> {
    const now = () => clock.now().getTime();
    const giveUpAt = now() + bounds.waitMs;
    let waitMs = Math.max(0, trustedFrom - now());
    let hasWaited = false;
    while (now() + waitMs <= giveUpAt) {
      if (waitMs > 0) {
        await pause(waitMs);
        hasWaited = true;
      }
      const found = await askReplica();
      if (found !== undefined) {
        observer.chose(hasWaited ? 'waited' : 'replica');
        return found.answer;
      }
      waitMs = bounds.pollMs;
    }
    observer.chose('writer');
    return askWriter();
  }

  /** From when on a change must have reached the replica, as far as time can tell. */
  const arrivedBy = ({ changedAt }: ConsistencyToken): number =>
    changedAt === undefined ? 0 : Date.parse(changedAt) + bounds.replicaLagMs;

  return {
    findOrder(orderId, seen = NOTHING_SEEN) {
      const isNamed = seen.order?.orderId === orderId;
      const version = isNamed ? (seen.order?.version ?? 0) : 0;
      return fromReplicaElseWriter(
        async () => {
          const answer = await replica.findOrder(orderId);
          return (answer?.version ?? 0) >= version ? { answer } : undefined;
        },
        () => writer.findOrder(orderId),
        isNamed ? 0 : arrivedBy(seen),
      );
    },

    listOrders(query, seen = NOTHING_SEEN) {
      const { order } = seen;
      return fromReplicaElseWriter(
        async () => {
          const answer =
            order === undefined || order.version === 0
              ? await replica.listOrders(query)
              : await replica.listOrdersSince(query, order);
          return answer && { answer };
        },
        () => writer.listOrders(query),
        arrivedBy(seen),
      );
    },

    listProducts(seen = NOTHING_SEEN) {
      return fromReplicaElseWriter(
        async () => ({ answer: await replica.listProducts() }),
        () => writer.listProducts(),
        arrivedBy(seen),
      );
    },
  };
}
