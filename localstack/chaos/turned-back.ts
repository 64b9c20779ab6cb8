import { type HistoryEvent, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { FailureName } from '../../lambdas/domain/failures';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';

/** A step that its order did not get past, and why. */
export interface TurnedBack {
  readonly orderId: string;
  readonly step: string;
  /** Of each attempt, in the order of time; what the last one was is why the saga gave up. */
  readonly errors: readonly string[];
}

/** The way back begins with one of them. */
const UNDOS: ReadonlySet<string> = new Set(['CancelShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder']);

/** Errors that mean "later": no experiment lasts as long as an order waits because of them. */
const WAITED_FOR: ReadonlySet<string> = new Set([FailureName.DependencyUnavailable, 'Lambda.TooManyRequestsException']);

/** Where the saga turned back that has this history, or undefined when it did not. */
export function turnedBackIn(events: readonly HistoryEvent[]): Omit<TurnedBack, 'orderId'> | undefined {
  let step = '';
  let errors: string[] = [];
  for (const { stateEnteredEventDetails: entered, ...event } of events) {
    if (entered?.name !== undefined) {
      if (UNDOS.has(entered.name)) {
        return { step, errors };
      }
      step = entered.name;
      errors = [];
    }
    const { error } =
      event.taskFailedEventDetails ?? event.taskTimedOutEventDetails ?? event.lambdaFunctionFailedEventDetails ?? {};
    errors.push(...(error === undefined ? [] : [error]));
  }
  return undefined;
}

/** Reads the histories of these orders, each that turned back. */
export async function readTurnedBack(
  { emulator, stateMachineArn }: Pick<Endpoints, 'emulator' | 'stateMachineArn'>,
  orderIds: readonly string[],
): Promise<readonly TurnedBack[]> {
  const sfn = new SFNClient(emulatorClient(emulator));
  const found: TurnedBack[] = [];
  try {
    for (const orderId of orderIds) {
      const turned = turnedBackIn(
        await historyOf(sfn, `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`),
      );
      found.push(...(turned === undefined ? [] : [{ orderId, ...turned }]));
    }
    return found;
  } finally {
    sfn.destroy();
  }
}

async function historyOf(sfn: SFNClient, executionArn: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return events;
}

/** Waiting is not failing: nobody's order is undone because something was away for a while. */
export const undoneForWaiting = (turned: readonly TurnedBack[]): readonly string[] =>
  turned
    .filter(({ errors }) => WAITED_FOR.has(errors.at(-1) ?? ''))
    .map(
      ({ orderId, step, errors }) =>
        `waiting: ${orderId}: undone at ${step} for ${errors.at(-1)}, after ${errors.length} attempts`,
    );
