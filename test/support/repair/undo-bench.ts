import type { SagaState } from '../../../lambdas/contracts/saga-state';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import type { OrderStatus } from '../../../lambdas/domain/order';
import type { UndoStep } from '../../../lambdas/domain/undo-steps';
import { createUndoOrder, type UndoRequest } from '../../../lambdas/operations/repair/undo-order';
import type { ExecutionStatus } from '../../../lambdas/ports/order-standing';
import type { UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { OrderOnRecord } from '../../../lambdas/ports/orders-on-record';
import { createWorld } from '../../faults/world/create-world';
import { openInMemoryBooks } from '../../faults/world/in-memory-books';
import { messageFor, SCENARIOS, type ScenarioName } from '../../faults/world/scenario';
import { STEPS } from '../../faults/world/steps';
import type { Ports } from '../../faults/world/world';
import { InMemoryOperatorActions } from '../dead-letters/in-memory-operator-actions';
import { ManualClock } from '../intake/manual-clock';
import { orderIdOf } from '../mothers/order-mother';
import { orderOnRecord } from './order-on-record';

export const ORDER_ID = orderIdOf(1);
export const ACTIONS = ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder'] as const;

/** One order over in-memory stores, a provider and a carrier, with the steps as deployed, and an operator who undoes it. */
export function undoBench({ scenario = 'plain' }: { readonly scenario?: ScenarioName } = {}) {
  const world = createWorld(openInMemoryBooks(), SCENARIOS[scenario]);
  const saga: SagaState = messageFor(ORDER_ID, SCENARIOS[scenario]);
  const actions = new InMemoryOperatorActions();
  const called: { readonly step: UndoStep; readonly saga: SagaState }[] = [];
  let execution: Awaited<ReturnType<ExecutionStatus['statusOf']>> = 'BROKEN';
  let failures: Partial<Record<UndoStep, { readonly error: Error; readonly isDone: boolean }>> = {};
  let ports = world.ports;
  let isResolved = false;
  let seen: OrderOnRecord | undefined;

  const run = (state: string, input: SagaState, through = ports) => STEPS[state]?.(through)(input);
  const onRecord = async (): Promise<OrderOnRecord | undefined> => {
    const order = orderOnRecord(await world.snapshot(), ORDER_ID);
    return order && { ...order, isResolved };
  };
  const { plan, undo } = createUndoOrder({
    orders: { findOnRecord: async () => seen ?? onRecord() },
    executions: { statusOf: async () => execution },
    steps: {
      async call(step, input) {
        called.push({ step, saga: input });
        const failure = failures[step];
        if (failure !== undefined && !failure.isDone) {
          throw failure.error;
        }
        const answer = await run(step, input);
        if (failure !== undefined) {
          throw failure.error;
        }
        return answer as Readonly<Record<string, unknown>>;
      },
    },
    actions,
    clock: new ManualClock(),
    stopCommand: (orderId) => `stop ${orderId}`,
  });

  return {
    world,
    saga,
    actions,
    /** What was called, in its order. */
    called,
    plan: () => plan({ orderId: ORDER_ID }),
    undo: (even: Pick<UndoRequest, 'evenIfResolved' | 'evenIfNotCancelled'> = {}) =>
      undo({ orderId: ORDER_ID, by: 'ada', reason: 'the customer has called', ...even }),
    /** As a running saga would. */
    act: (state: string, through?: Ports) => run(state, saga, through),
    async carry(until: (typeof ACTIONS)[number]) {
      for (const state of ACTIONS.slice(0, ACTIONS.indexOf(until) + 1)) {
        await run(state, saga);
      }
    },
    /** As the consumer does that hears of a broken execution. */
    park: (reason = 'ExecutionAborted', unfinished: readonly UnfinishedStep[] = []) =>
      world.ports.orders.markNeedsRepair(saga, reason, unfinished),
    setExecution(status: typeof execution) {
      execution = status;
    },
    carrierDoesNotCancel(error: Error) {
      const { carrier } = world.ports;
      ports = {
        ...world.ports,
        carrier: { book: (request) => carrier.book(request), cancel: () => Promise.reject(error) },
      };
    },
    markResolved() {
      isResolved = true;
    },
    /** Whoever looks at the order sees it as it is now, whatever becomes of it. */
    async lookOnce() {
      seen = await onRecord();
    },
    /** These undos fail from now on, before their effect or after it. */
    break(...broken: readonly { readonly step: UndoStep; readonly error: Error; readonly isDone?: boolean }[]) {
      failures = Object.fromEntries(broken.map(({ step, error, isDone = false }) => [step, { error, isDone }]));
    },
    status: async () => (await onRecord())?.status,
    onRecord,
    /** What contradicts what: our books, the provider's and the carrier's. */
    async violations() {
      const { orders, stock, events } = await world.snapshot();
      return checkBooks({
        accepted: [ORDER_ID],
        orders: Object.entries(orders).map(([orderId, { status, lines, total, unfinished }]) => ({
          ...{ orderId, status: status as OrderStatus, lines },
          total: total ?? undefined,
          unfinished: (unfinished ?? []).map(({ step }) => step),
        })),
        stock: Object.entries(stock).map(([sku, level]) => ({ sku, ...level })),
        events,
        payments: world.payments(),
        shipments: world.shipments(),
        executions: [{ orderId: ORDER_ID, status: 'ABORTED' }],
        deadLettered: [],
      });
    },
  };
}
