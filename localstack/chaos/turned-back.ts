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

/** Share of the orders that only faults spoke against which has to be confirmed. */
const CONFIRMED_MIN = 0.9;

/**
 * Of calls that are disturbed, up to which that holds: a step gives up when one attempt after the other fails, and of
 * five hundred orders that happened to one or two at 0.07. Beyond this it is chance that turns orders back.
 */
const BOUND_UP_TO_RATE = 0.1;

/** Faults pass: most of the orders that nothing else spoke against get through. One may always be unlucky. */
export const tooManyTurnedBack = ({
  good,
  confirmed,
  rate,
}: {
  /** Orders that were accepted and meant to be confirmed. */
  readonly good: number;
  readonly confirmed: number;
  /** Share of the calls that were to be disturbed. */
  readonly rate: number;
}): readonly string[] =>
  rate > BOUND_UP_TO_RATE || confirmed >= Math.min(good - 1, CONFIRMED_MIN * good)
    ? []
    : [
        `outcome: only ${confirmed} of ${good} orders that faults alone spoke against were confirmed ` +
          `(${((100 * confirmed) / good).toFixed(1)}%, at least ${100 * CONFIRMED_MIN}% have to be)`,
      ];
