import type { OrderHistory } from '../ports/order-history';
import { READ_BOUNDS } from './read-your-writes';
import { createReplicaOrWriter, type RoutingDependencies } from './replica-or-writer';

/** From the replica, unless that is behind what the caller has seen. */
export function createConsistentHistory({
  replica,
  writer,
  ...routing
}: RoutingDependencies & { readonly replica: OrderHistory; readonly writer: OrderHistory }): OrderHistory {
  const read = createReplicaOrWriter(routing, READ_BOUNDS);
  return {
    eventsOf: (orderId, atLeast = 0) =>
      read({
        async askReplica() {
          const answer = await replica.eventsOf(orderId);
          return (answer.at(-1)?.sequence ?? 0) >= atLeast ? { answer } : undefined;
        },
        askWriter: () => writer.eventsOf(orderId),
      }),
  };
}
