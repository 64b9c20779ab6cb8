import { OPERATORS, type Operate } from '../world/operators';
import { CONSUMERS } from '../world/steps';
import type { Ports } from '../world/world';
import { over, type Sabotage } from './sabotage';

const overPorts =
  (operate: Operate, change: (ports: Ports) => Partial<Ports>): Operate =>
  (ports, desk) =>
    operate(over(ports, change(ports)), desk);

/** An operator's undo does not ask whether a saga carries the order. */
export const undoAsksForTheSaga: Sabotage = {
  operators: {
    UndoOrder: (ports, desk) => OPERATORS.UndoOrder(ports, { ...desk, executions: { statusOf: async () => 'BROKEN' } }),
  },
};

/** An operator's undo takes no notice of a mark that somebody has settled the order by hand. */
export const undoLeavesWhatIsSettled: Sabotage = {
  operators: {
    UndoOrder: overPorts(OPERATORS.UndoOrder, ({ records }) => ({
      records: {
        async findOnRecord(orderId) {
          const order = await records.findOnRecord(orderId);
          return order && { ...order, isResolved: false };
        },
      },
    })),
  },
};

/** Events of the provider take no notice of a mark that somebody has settled the order by hand. */
export const eventsLeaveWhatIsSettled: Sabotage = {
  consumers: {
    SettlePayment: (ports) =>
      CONSUMERS.SettlePayment(
        over(ports, {
          paymentRecords: over(ports.paymentRecords, {
            async find(query) {
              const payment = await ports.paymentRecords.find(query);
              return payment && { ...payment, isResolved: false };
            },
          }),
        }),
      ),
  },
};

/** An operator's undo gives money and stock back whether the parcel was cancelled or not. */
export const undoStopsAtTheParcel: Sabotage = {
  operators: {
    UndoOrder: overPorts(OPERATORS.UndoOrder, ({ records }) => ({
      records: {
        async findOnRecord(orderId) {
          const order = await records.findOnRecord(orderId);
          return order && { ...order, books: { ...order.books, shipment: undefined } };
        },
      },
    })),
  },
};

/** Whoever finishes an order takes no notice of a mark that somebody has settled it by hand. */
export const finishLeavesWhatIsSettled: Sabotage = {
  operators: {
    RetryOrder: overPorts(OPERATORS.RetryOrder, ({ pages }) => ({
      pages: {
        async read(orderId) {
          const order = await pages.read(orderId);
          return order && { ...order, isResolved: false };
        },
      },
    })),
  },
};

/** Whoever finishes an order confirms it if it is whole, whatever its record lists for people to settle. */
export const finishClosesWhatIsOwed: Sabotage = {
  operators: {
    RetryOrder: overPorts(OPERATORS.RetryOrder, ({ pages }) => ({
      pages: {
        async read(orderId) {
          const order = await pages.read(orderId);
          return order && { ...order, unfinished: [{ step: 'ConfirmOrder', error: 'NoOutcomeError' }] };
        },
      },
    })),
  },
};
