import { SFNClient } from '@aws-sdk/client-sfn';
import { FailureName } from '../../lambdas/domain/failures';
import { isUndo } from '../../lambdas/domain/undo-steps';
import { createSfnExecutionHistory } from '../../lambdas/gateways/sfn-execution-history';
import type { StepVisit } from '../../lambdas/ports/execution-history';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';

/** A step that its order did not get past, and why. */
export interface TurnedBack {
  readonly orderId: string;
  readonly step: string;
  /** Of each attempt, in the order of time; what the last one was is why the saga gave up. */
  readonly errors: readonly string[];
}

/** Errors that mean "later": no experiment lasts as long as an order waits because of them. */
const WAITED_FOR: ReadonlySet<string> = new Set([FailureName.DependencyUnavailable, 'Lambda.TooManyRequestsException']);

/** Where the saga turned back that stayed in these states, or undefined when it did not: the way back begins with an undo. */
export function turnedBackIn(visits: readonly StepVisit[]): Omit<TurnedBack, 'orderId'> | undefined {
  const undone = visits.findIndex(({ step }) => isUndo(step));
  const last = visits[undone - 1];
  return last && { step: last.step, errors: last.attempts.flatMap(({ error }) => error ?? []) };
}

/** Reads the histories of these orders, each that turned back. */
export async function readTurnedBack(
  { emulator, stateMachineArn }: Pick<Endpoints, 'emulator' | 'stateMachineArn'>,
  orderIds: readonly string[],
): Promise<readonly TurnedBack[]> {
  const sfn = new SFNClient(emulatorClient(emulator));
  const history = createSfnExecutionHistory({ client: sfn, stateMachineArn });
  const found: TurnedBack[] = [];
  try {
    for (const orderId of orderIds) {
      const turned = turnedBackIn((await history.executionOf(orderId))?.visits ?? []);
      found.push(...(turned === undefined ? [] : [{ orderId, ...turned }]));
    }
    return found;
  } finally {
    sfn.destroy();
  }
}

/** Waiting is not failing: nobody's order is undone because something was away for a while. */
export const undoneForWaiting = (turned: readonly TurnedBack[]): readonly string[] =>
  turned
    .filter(({ errors }) => WAITED_FOR.has(errors.at(-1) ?? ''))
    .map(
      ({ orderId, step, errors }) =>
        `waiting: ${orderId}: undone at ${step} for ${errors.at(-1)}, after ${errors.length} attempts`,
    );
