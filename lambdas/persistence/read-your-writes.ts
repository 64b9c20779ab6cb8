import { type ConsistencyToken, NOTHING_SEEN } from '../contracts/consistency-token';
import type { ConsistentOrders, ReplicaReader } from '../ports/consistent-orders';
import type { OrderReader } from '../ports/order-reader';
import { createReplicaOrWriter, type RoutingDependencies } from './replica-or-writer';

export const READ_BOUNDS = {
  /** A healthy replica catches up within a few dozen milliseconds. */
  waitMs: 150,
  pollMs: 25,
  /**
   * A caller has seen more than the one order that a token can name. The others are taken to have arrived this long
   * after the last change that the caller has seen: the 2 s that a statement may run after the moment that it writes
   * down, the 1 s of lag at which an alarm rings, and 1 s for the commit and for two clocks that do not agree.
   */
  arrivedAfterMs: 4_000,
} as const;

/** Reads that show no less than the caller has seen, from the replica as long as that has it. */
export function createReadYourWrites({
  replica,
  writer,
  bounds = READ_BOUNDS,
  ...routing
}: RoutingDependencies & {
  readonly replica: ReplicaReader;
  readonly writer: OrderReader;
  readonly bounds?: { readonly [bound in keyof typeof READ_BOUNDS]: number };
}): ConsistentOrders {
  const read = createReplicaOrWriter(routing, bounds);

  /** From when on a change must have reached the replica, as far as time can tell. */
  const arrivedBy = ({ changedAt }: ConsistencyToken): number =>
    changedAt === undefined ? 0 : Date.parse(changedAt) + bounds.arrivedAfterMs;

  return {
    findOrder(orderId, seen = NOTHING_SEEN) {
      const isNamed = seen.order?.orderId === orderId;
      const version = isNamed ? (seen.order?.version ?? 0) : 0;
      return read({
        async askReplica() {
          const answer = await replica.findOrder(orderId);
          return (answer?.version ?? 0) >= version ? { answer } : undefined;
        },
        askWriter: () => writer.findOrder(orderId),
        trustedFrom: isNamed ? 0 : arrivedBy(seen),
      });
    },

    listOrders(query, seen = NOTHING_SEEN) {
      const { order } = seen;
      return read({
        async askReplica() {
          const answer =
            order === undefined || order.version === 0
              ? await replica.listOrders(query)
              : await replica.listOrdersSince(query, order);
          return answer && { answer };
        },
        askWriter: () => writer.listOrders(query),
        trustedFrom: arrivedBy(seen),
      });
    },

    listProducts(seen = NOTHING_SEEN) {
      return read({
        askReplica: async () => ({ answer: await replica.listProducts() }),
        askWriter: () => writer.listProducts(),
        trustedFrom: arrivedBy(seen),
      });
    },
  };
}
