import { createFlagFailedExecution } from '../../../lambdas/consumers/flag-failed-execution';
import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import { CONSUMERS, EXPIRE } from '../world/steps';
import { over, type Sabotage } from './sabotage';

/** Each start of a saga is a new execution. */
export const executionIsNamedAfterTheOrder: Sabotage = {
  world: (world) => {
    const started: OrderMessage[] = [];
    const sagas = {
      async start(message: OrderMessage) {
        started.push(message);
        return 'started' as const;
      },
    };
    return over(world, { ports: over(world.ports, { sagas }), started: () => started });
  },
};

/** A saga that was started before is an error. */
export const startingAgainIsASuccess: Sabotage = {
  consumers: {
    StartSaga: (ports) =>
      CONSUMERS.StartSaga(
        over(ports, {
          sagas: {
            async start(message) {
              if ((await ports.sagas.start(message)) === 'already-started') {
                throw new Error('ExecutionAlreadyExists');
              }
              return 'started';
            },
          },
        }),
      ),
  },
};

/** A message is acknowledged whether its saga was started or not. */
export const failedMessagesComeAgain: Sabotage = {
  consumers: {
    StartSaga: (ports) => async (message) => {
      await CONSUMERS.StartSaga(ports)(message).catch(() => undefined);
      return 'done';
    },
  },
};

/** The event of an execution that failed is delivered once, whatever becomes of it. */
export const failedExecutionsAreToldAgain: Sabotage = (() => {
  let isDelivered = false;
  return {
    world: (world) => {
      isDelivered = false;
      return world;
    },
    consumers: {
      FlagFailedExecution: (ports) => async (message) => {
        const isFirst = !isDelivered;
        isDelivered = true;
        return isFirst ? CONSUMERS.FlagFailedExecution(ports)(message) : 'done';
      },
    },
  };
})();

/** Nobody listens to executions that fail. */
export const failedExecutionsAreFlagged: Sabotage = {
  consumers: {
    FlagFailedExecution: (ports) =>
      createFlagFailedExecution(over(ports, { orders: { markNeedsRepair: async () => 'NEEDS_REPAIR' } as never })),
  },
};

/** What the provider tells of payments is thrown away. */
export const eventsOfTheProviderAreHeard: Sabotage = {
  consumers: { SettlePayment: () => async () => 'done' },
};

/** Nobody comes by for stock that is held for nothing. */
export const heldStockIsSwept: Sabotage = { expire: async () => undefined };

/** The sweeper undoes also an order in repair whose goods may have left, or whose confirmation has no outcome. */
export const whatMayHaveLeftIsLeftToPeople: Sabotage = {
  stores: ({ held }, database) => ({
    held: over(held, {
      async findUnmoved(query) {
        const holding = [...database.orders.values()].filter(
          ({ orderId, status }) => status === 'NEEDS_REPAIR' && database.reservations.get(orderId)?.state === 'HELD',
        );
        const found = await held.findUnmoved(query);
        const left = holding.filter((order) => found.every(({ orderId }) => orderId !== order.orderId));
        return [...found, ...left].map((order) => ({ ...order, awaitsPerson: false }));
      },
      async callOff({ orderId }) {
        Object.assign(database.orders.get(orderId) ?? {}, { compensating: true });
        return true;
      },
    }),
  }),
};

/** The sweeper takes every order for one that no saga carries. */
export const sweeperAsksForTheSaga: Sabotage = {
  expire: (ports) => EXPIRE(ports, { findRunning: async () => ({ executions: [], complete: true }) }),
};
