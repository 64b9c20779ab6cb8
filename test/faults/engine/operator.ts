import type { SagaState } from '../../../lambdas/contracts/saga-state';
import type { UndoStep } from '../../../lambdas/domain/undo-steps';
import type { Undone } from '../../../lambdas/operations/repair/undo-order';
import type { Desk, Operators } from '../world/operators';
import { over } from '../world/over';
import type { Steps } from '../world/steps';
import type { Ports, World } from '../world/world';
import type { ACTS } from './fault';
import type { CallFunction } from './functions';
import type { MakeCall } from './gated-ports';
import type { Verdict } from './verdict';

export type ToolAct = Exclude<keyof typeof ACTS, 'paid-back' | 'paid-part'>;

const TOOL: Readonly<Record<ToolAct, 'UndoOrder' | 'RetryOrder' | 'ResolveOrder'>> = {
  undone: 'UndoOrder',
  insisted: 'UndoOrder',
  finished: 'RetryOrder',
  resolved: 'ResolveOrder',
};

/** An execution of the order, by identity: one that was redriven is another. */
export type Carrying = object | undefined;

export type Operator = ReturnType<typeof createOperator>;

/** An operator of one order, whose tools are called as functions are; and who looks whether they did what they may not. */
export function createOperator({
  world,
  steps,
  operators,
  call,
  orderId,
  carrying,
}: {
  readonly world: World;
  readonly steps: Steps;
  readonly operators: Operators;
  readonly call: CallFunction;
  readonly orderId: string;
  /** What carries the order now. */
  readonly carrying: () => Carrying;
}) {
  const violations: Verdict['violations'][number][] = [];
  let hasInsisted = false;
  const executions: Desk['executions'] = {
    statusOf: async () => (carrying() === undefined ? 'BROKEN' : 'RUNNING'),
  };

  const stepBy =
    (through: CallFunction) =>
    async (step: UndoStep, saga: SagaState): Promise<Readonly<Record<string, unknown>>> => {
      const outcome = await through(step, (ports) => steps[step]?.(ports)(saga) ?? Promise.resolve(), true);
      if (outcome.kind === 'answered') {
        return (outcome.answer ?? {}) as Readonly<Record<string, unknown>>;
      }
      throw Object.assign(new Error(`${step} failed`), {
        name: outcome.kind === 'failed' ? outcome.error : 'States.Timeout',
      });
    };

  /** Who looks over the shoulder of an undo: at what it reads, and at each step that it calls. */
  const watchUndo = (act: ToolAct) => {
    const carried = carrying();
    let isSettled = false;
    return {
      over: (ports: Ports): Ports =>
        over(ports, {
          records: {
            async findOnRecord(id) {
              const order = await ports.records.findOnRecord(id);
              isSettled = order?.isResolved === true;
              return order;
            },
          },
        }),
      look(step: UndoStep): void {
        if (carried !== undefined && carrying() === carried) {
          violations.push(violation('undone-while-carried', `${step} was called while its execution ran`));
        }
        if (act === 'insisted') {
          hasInsisted ||= step === 'ReleaseInventory';
          return;
        }
        if (isSettled) {
          violations.push(violation('undone-though-settled', `${step} was called, and it was settled by hand`));
        }
        const isBooked = world.shipments().some((entry) => entry.orderId === orderId && entry.state === 'booked');
        if (isBooked && (step === 'RefundPayment' || step === 'ReleaseInventory')) {
          violations.push(violation('goods-and-money', `${step} was called, and the carrier has its parcel`));
        }
      },
    };
  };
  /** What a confirmation by an operator must not come to, and which one they are not offered. */
  const watchOrders = async (ports: Ports): Promise<Ports> => {
    const isPaidBack = world.paidBack(orderId).refunds > 0;
    const onRecord = await world.ports.records.findOnRecord(orderId);
    const isOwed = onRecord?.unfinished.some(({ step }) => step === 'RefundPayment') === true;
    const { orders, pages } = ports;
    let isSettled = false;
    return over(ports, {
      pages: {
        async read(id) {
          const order = await pages.read(id);
          isSettled = order?.isResolved === true;
          return order;
        },
      },
      orders: over(orders, {
        async confirm(id) {
          if (isSettled) {
            violations.push(
              violation('offered-though-settled', 'its page offered to confirm it, and it was settled by hand'),
            );
          }
          const outcome = await orders.confirm(id);
          if (outcome.kind === 'confirmed' && isPaidBack && isOwed) {
            violations.push(violation('confirmed-though-paid-back', 'its refund was owed, and made by hand'));
          }
          return outcome;
        },
      }),
    });
  };
  const violation = (invariant: string, detail: string) => ({ invariant, subject: orderId, detail });

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** Somebody has goods given back whether their parcel is cancelled or not. */
    get hasInsisted(): boolean {
      return hasInsisted;
    },

    /** As far as the tools let them, and as far as these come. */
    async act(act: ToolAct): Promise<void> {
      const tool = TOOL[act];
      const operate = act === 'insisted' ? operators.insist : operators[tool];
      const watch = watchUndo(act);
      const run = stepBy(call);
      const deskOf = (makeCall: MakeCall): Desk => ({
        executions: {
          statusOf: (id) => makeCall('step-functions', 'statusOf', () => executions.statusOf(id)),
        },
        steps: {
          call(step, saga) {
            watch.look(step);
            return makeCall('lambda', `call${step}`, () => run(step, saga));
          },
        },
      });
      await call(tool, async (ports, makeCall) => {
        const watched = tool === 'RetryOrder' ? await watchOrders(ports) : watch.over(ports);
        return operate(watched, deskOf(makeCall))(orderId);
      });
    },

    /** Undoes an order once everything works. */
    undoFairly: (id: string, fairly: CallFunction): Promise<Undone> =>
      operators.insist(world.ports, { executions, steps: { call: stepBy(fairly) } })(id),
  };
}
