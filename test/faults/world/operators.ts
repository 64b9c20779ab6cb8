import type { OrderAct } from '../../../console/orders/order-act';
import { createRepairActs } from '../../../console/orders/repair-acts';
import { seenOf } from '../../../console/orders/seen';
import { createRetryOrder } from '../../../lambdas/operations/repair/retry-order';
import { createUndoOrder, type Undone } from '../../../lambdas/operations/repair/undo-order';
import type { DeployedSteps } from '../../../lambdas/ports/deployed-steps';
import type { ExecutionStatus } from '../../../lambdas/ports/order-standing';
import type { Ports } from './world';

/** What an operator's tool reaches besides the ports. */
export interface Desk {
  readonly executions: ExecutionStatus;
  readonly steps: DeployedSteps;
}

export type Operate = (ports: Ports, desk: Desk) => (orderId: string) => Promise<unknown>;

export interface Operators {
  readonly UndoOrder: Operate;
  readonly RetryOrder: Operate;
  readonly ResolveOrder: Operate;
  /** By the command line, with everything that it can be told to overlook. */
  readonly insist: (ports: Ports, desk: Desk) => (orderId: string) => Promise<Undone>;
}

const clock = { now: () => new Date(0) };
/** Where acts are written down: one that cannot be is not done, which is nobody's loss. */
const actions = { record: async () => {}, actionsOn: async () => [] };
const ADA = { subject: 'ada', name: 'Ada', role: 'operator' } as const;
const REASON = 'the customer has called';

const undoOf = ({ records: orders }: Ports, desk: Desk) =>
  createUndoOrder({ orders, ...desk, actions, clock, stopCommand: (orderId) => `stop ${orderId}` });

/** The console's act with this id, on the order as its page shows it, when it is offered there. */
const byConsole =
  (id: OrderAct['id']): Operate =>
  (ports, desk) =>
  async (orderId) => {
    const { resolutions, orders } = ports;
    const acts = createRepairActs({
      ...{ actions, clock, resolutions, undo: undoOf(ports, desk).undo, retry: createRetryOrder({ orders }) },
    });
    const order = await ports.pages.read(orderId);
    const act = acts.find((each) => each.id === id);
    return order !== undefined && act?.isOffered(order)
      ? act.perform({ order, seen: seenOf(order), reason: REASON, by: ADA, isPermitted: false })
      : undefined;
  };

/** What operators do, by the tools that they have. */
export const OPERATORS: Operators = {
  UndoOrder: byConsole('undo'),
  RetryOrder: byConsole('retry'),
  ResolveOrder: byConsole('resolve'),
  insist: (ports, desk) => (orderId) =>
    undoOf(ports, desk).undo({ orderId, by: 'ada', reason: REASON, evenIfResolved: true, evenIfNotCancelled: true }),
};
