import { settlePaymentRetry } from '../../../lambdas/consumers/settle-payment';
import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import { queueRetry, receivesOf } from '../../../lambdas/runtime/sqs-batch';
import type { Snapshot } from '../../support/contracts/store-world';
import { executionEvent } from '../../support/intake/execution-event';
import type { Operators } from '../world/operators';
import { paymentEvent } from '../world/payment-event';
import type { Consumers, Expire, Finish, Steps } from '../world/steps';
import type { World } from '../world/world';
import type { CallFunction, Work } from './functions';
import type { Execution, FailedCall, Machine } from './interpreter';
import { createOperator } from './operator';
import { createSettlingWatch } from './watch-settling';
import type { SweepingWatch } from './watch-sweeping';

/** The redrive policies of the queues: the last receive, after which a message is a dead letter. */
const MAX_RECEIVES: Readonly<Record<keyof Consumers, number>> = {
  StartSaga: receivesOf(queueRetry(1)),
  FlagFailedExecution: receivesOf(queueRetry(1)),
  SettlePayment: receivesOf(settlePaymentRetry(1)),
};

/**
 * How an execution ended, at last: its earlier ends are remembered by what failed before them, and the way that it took
 * is the whole of it since it was last run from its start.
 */
export interface OrderExecution extends Execution {
  readonly message: OrderMessage;
  /** An operator ran the saga again from its start, with whatever was left of an earlier run. */
  readonly wasRestarted: boolean;
  /** Somebody stopped it, at its end or before it went on. */
  readonly wasStopped: boolean;
}

export interface DeadLetter {
  readonly orderId: string;
  readonly consumer: keyof Consumers;
  readonly work: Work;
}

export type Platform = ReturnType<typeof createPlatform>;

/**
 * What AWS does between the functions: it delivers messages until they are done or dead letters, runs each saga that
 * was started, and tells of executions that did not succeed.
 */
export function createPlatform({
  world,
  machine,
  steps,
  consumers,
  expire,
  finish,
  operators,
  orderId: ofOperator,
  call,
  afterEnd,
  sweeping,
}: {
  readonly world: World;
  readonly machine: Machine;
  readonly steps: Steps;
  readonly consumers: Consumers;
  readonly expire: Expire;
  readonly finish: Finish;
  readonly operators: Operators;
  /** Of the order that operators care for. */
  readonly orderId: string;
  readonly call: CallFunction;
  /** An execution has ended, and nobody has made it go on yet. */
  readonly afterEnd: () => Promise<void>;
  /** Of what `call` calls. */
  readonly sweeping: SweepingWatch;
}) {
  const executions: OrderExecution[] = [];
  let deadLetters: readonly DeadLetter[] = [];
  let running: { readonly orderId: string; readonly startedAt: string } | undefined;

  const settling = createSettlingWatch(world);
  const letterTo = (consumer: keyof Consumers, orderId: string, body: string): DeadLetter => ({
    orderId,
    consumer,
    work: (ports) =>
      consumers[consumer](consumer === 'SettlePayment' ? settling.over(ports) : ports)({
        ...{ body, traceHeader: undefined, remainingTimeMs: () => 30_000 },
      }),
  });
  const deliver = async (letter: DeadLetter): Promise<void> => {
    for (let receive = 1; receive <= MAX_RECEIVES[letter.consumer]; receive += 1) {
      const outcome = await call(letter.consumer, letter.work);
      if (outcome.kind === 'answered') {
        return;
      }
    }
    deadLetters = [...deadLetters, letter];
  };

  /** The event of an execution that did not succeed. Its input may be left out, and is of those that were stopped. */
  const tellOf = async ({ status }: Execution, message: OrderMessage): Promise<void> => {
    if (status !== 'SUCCEEDED') {
      const detail = status === 'ABORTED' ? { input: null, inputDetails: { included: false } } : {};
      const body = executionEvent({ status, order: message, detail });
      await deliver(letterTo('FlagFailedExecution', message.orderId, body));
    }
  };

  /** An operator checks the books of each order in repair and finishes it, as the console does: of what it has read. */
  const finishRepairs = async (snapshot: Snapshot): Promise<void> => {
    for (const [orderId, { status, compensating, reason, unfinished, ...order }] of Object.entries(snapshot.orders)) {
      if (status === 'NEEDS_REPAIR') {
        await finish(world.ports)({
          ...{ orderId, customerId: order.customerId, lines: order.lines, acceptedAt: order.acceptedAt },
          ...{ reason: reason ?? '', isBeingUndone: compensating, unfinished: unfinished ?? [] },
        });
      }
    }
  };

  const operator = createOperator({
    ...{ world, steps, operators, call, orderId: ofOperator },
    carrying: () => running,
  });
  /** What fails of it is left to the next one. */
  const expireHolds = (): Promise<unknown> =>
    call('ExpireReservations', (ports, makeCall) => {
      const findRunning = async () => ({ executions: running ? [running] : [], complete: true });
      return expire(sweeping.over(ports), {
        findRunning: () => makeCall('step-functions', 'findRunning', findRunning),
      });
    });

  const invoke = invokeBy(call, steps);
  const runToItsEnd = async (message: OrderMessage): Promise<OrderExecution> => {
    const failures: FailedCall[] = [];
    let before: readonly string[] = [];
    let wasRestarted = false;
    let wasStopped = false;
    let from: { readonly from?: string; readonly input: Readonly<Record<string, unknown>> } = { input: { ...message } };
    for (;;) {
      running = { orderId: message.orderId, startedAt: message.acceptedAt };
      const execution = await machine({ ...from, invoke });
      running = undefined;
      const visited = [...before, ...execution.visited];
      failures.push(...execution.failures);
      wasStopped ||= execution.stopped !== undefined;
      await tellOf(execution, message);
      if (execution.stopped?.isSwept) {
        await expireHolds();
      }
      await afterEnd();
      if (execution.stopped?.operator === undefined) {
        return { ...execution, visited, failures, message, wasRestarted, wasStopped };
      }
      const { at, data, operator } = execution.stopped;
      before = operator === 'redrive' ? visited.slice(0, -1) : []; // it enters the state at which it was stopped again
      wasRestarted ||= operator === 'restart';
      from = operator === 'redrive' ? { from: at, input: data } : { input: { ...message } };
    }
  };

  return {
    executions: executions as readonly OrderExecution[],
    get deadLetters(): readonly DeadLetter[] {
      return deadLetters;
    },

    expireHolds,
    finishRepairs,
    operator,
    settling,

    /** The message of an accepted order. */
    deliverOrder(message: OrderMessage): Promise<void> {
      const body = JSON.stringify(message);
      return deliver(letterTo('StartSaga', message.orderId, body));
    },

    /** Every event of the payment provider until now, those that were told before included, and the newest first. */
    async tellNews(): Promise<void> {
      for (const [index, news] of [...world.news.entries()].reverse()) {
        const { orderId, body } = paymentEvent(news, index);
        await deliver(letterTo('SettlePayment', orderId, body));
      }
    },

    /** Step Functions runs what was started, each once. */
    async runStarted(): Promise<void> {
      for (;;) {
        const message = world.started()[executions.length];
        if (message === undefined) {
          return;
        }
        executions.push(await runToItsEnd(message));
      }
    },

    async redriveDeadLetters(): Promise<void> {
      const letters = deadLetters;
      deadLetters = [];
      for (const letter of letters) {
        await deliver(letter);
      }
    },
  };
}

export const invokeBy =
  (call: CallFunction, steps: Steps): Parameters<Machine>[0]['invoke'] =>
  async (state, { saga }) => {
    const step = steps[state];
    if (step === undefined) {
      throw new Error(`the definition calls a step that there is not, got '${state}'`);
    }
    const outcome = await call(state, (ports) => step(ports)(saga));
    return outcome.kind === 'answered' ? { kind: 'succeeded', result: outcome.answer } : outcome;
  };

/** Calls functions of which every one does what it should. */
export const callFairly =
  (world: World): CallFunction =>
  async (_, work) => {
    try {
      return { kind: 'answered', answer: await work(world.ports, (_dependency, _operation, effect) => effect()) };
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error.name : 'Error' };
    }
  };
