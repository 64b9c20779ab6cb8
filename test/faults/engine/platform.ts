import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import { executionEvent } from '../../support/intake/execution-event';
import type { Consumers, Steps } from '../world/steps';
import type { World } from '../world/world';
import type { CallFunction, Work } from './functions';
import type { Execution, FailedCall, Machine } from './interpreter';

/** The redrive policy of the queues: the last receive, after which a message is a dead letter. */
const MAX_RECEIVES = 3;

/** How an execution ended, at last: its earlier ends are remembered by what failed before them. */
export interface OrderExecution extends Execution {
  readonly message: OrderMessage;
  /** An operator ran the saga again from its start, with whatever was left of an earlier run. */
  readonly wasRestarted: boolean;
}

export interface DeadLetter {
  readonly orderId: string;
  readonly consumer: string;
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
  call,
}: {
  readonly world: World;
  readonly machine: Machine;
  readonly steps: Steps;
  readonly consumers: Consumers;
  readonly call: CallFunction;
}) {
  const executions: OrderExecution[] = [];
  let deadLetters: readonly DeadLetter[] = [];

  const deliver = async (letter: DeadLetter): Promise<void> => {
    for (let receive = 1; receive <= MAX_RECEIVES; receive += 1) {
      const outcome = await call(letter.consumer, letter.work);
      if (outcome.kind === 'answered') {
        return;
      }
    }
    deadLetters = [...deadLetters, letter];
  };

  /** The event of an execution that did not succeed. */
  const tellOf = async ({ status }: Execution, message: OrderMessage): Promise<void> => {
    if (status !== 'SUCCEEDED') {
      const body = executionEvent({ status, order: message });
      const work: Work = (ports) =>
        consumers.FlagFailedExecution(ports)({ body, traceHeader: undefined, remainingTimeMs: () => 30_000 });
      await deliver({ orderId: message.orderId, consumer: 'FlagFailedExecution', work });
    }
  };

  const invoke = invokeBy(call, steps);
  const runToItsEnd = async (message: OrderMessage): Promise<OrderExecution> => {
    const failures: FailedCall[] = [];
    let wasRestarted = false;
    let from: { readonly from?: string; readonly input: Readonly<Record<string, unknown>> } = { input: { ...message } };
    for (;;) {
      const execution = await machine({ ...from, invoke });
      failures.push(...execution.failures);
      await tellOf(execution, message);
      if (execution.stopped?.operator === undefined) {
        return { ...execution, failures, message, wasRestarted };
      }
      const { at, data, operator } = execution.stopped;
      wasRestarted ||= operator === 'restart';
      from = operator === 'redrive' ? { from: at, input: data } : { input: { ...message } };
    }
  };

  return {
    executions: executions as readonly OrderExecution[],
    get deadLetters(): readonly DeadLetter[] {
      return deadLetters;
    },

    /** The message of an accepted order. */
    deliverOrder(message: OrderMessage): Promise<void> {
      const body = JSON.stringify(message);
      const work: Work = (ports) =>
        consumers.StartSaga(ports)({ body, traceHeader: undefined, remainingTimeMs: () => 30_000 });
      return deliver({ orderId: message.orderId, consumer: 'StartSaga', work });
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
      return { kind: 'answered', answer: await work(world.ports) };
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error.name : 'Error' };
    }
  };
