import type { SagaState } from '../../contracts/saga-state';
import { FailureName } from '../../domain/failures';
import { isStanding } from '../../domain/standing-parcel';
import { UNDO_STEPS, type UndoStep } from '../../domain/undo-steps';
import type { Clock } from '../../ports/clock';
import type { DeployedSteps } from '../../ports/deployed-steps';
import type { OperatorActions, OrderAction } from '../../ports/operator-actions';
import type { ExecutionStatus } from '../../ports/order-standing';
import type { OrderOnRecord, OrdersOnRecord } from '../../ports/orders-on-record';
import { describeFailure } from '../../runtime/describe-failure';
import { act } from '../dead-letters/act';
import { lastFailedUndo } from './last-failed-undo';
import { whyNotToUndo } from './why-not-to-undo';

export interface UndoDependencies {
  readonly orders: OrdersOnRecord;
  readonly executions: ExecutionStatus;
  readonly steps: DeployedSteps;
  readonly actions: Pick<OperatorActions, 'record' | 'actionsOn'>;
  readonly clock: Clock;
  /** What a person types to stop the order's execution. */
  readonly stopCommand: (orderId: string) => string;
}

export interface UndoQuestion {
  readonly orderId: string;
  /** Also an order that somebody has marked as resolved. @default false */
  readonly evenIfResolved?: boolean;
}

export interface UndoRequest extends UndoQuestion {
  /** Gives money and stock back also when the carrier has not cancelled a parcel that may be there. @default false */
  readonly evenIfNotCancelled?: boolean;
  readonly by: string;
  readonly bySubject?: string;
  /** Why the order must not stand. */
  readonly reason: string;
}

export type UndoPlan =
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'possible';
      readonly order: OrderOnRecord;
      readonly steps: readonly UndoStep[];
      /** An undo that was tried before and did not finish. */
      readonly tried?: OrderAction | undefined;
    };

export type StepEnd =
  | { readonly step: UndoStep; readonly outcome: 'done'; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly step: UndoStep; readonly outcome: 'failed'; readonly error: string; readonly message: string }
  | { readonly step: UndoStep; readonly outcome: 'not run' };

export type Undone = { readonly kind: 'refused'; readonly why: string } | WentBack;

/** Steps were called, and each of them has answered. */
export type WentBack =
  /** Nothing is held, charged or booked for the order any more. */
  | { readonly kind: 'undone'; readonly steps: readonly StepEnd[] }
  /** It had passed the pivot unseen, and stands. */
  | { readonly kind: 'confirmed'; readonly steps: readonly StepEnd[] }
  /** The carrier has not cancelled the parcel, which may have left: nothing else was done, and the order stays in repair. */
  | { readonly kind: 'not-cancelled'; readonly steps: readonly StepEnd[] }
  /** Some of it failed: the order stays in repair, and may be undone again. */
  | { readonly kind: 'unfinished'; readonly steps: readonly StepEnd[] };

/**
 * Runs the way back of an order in repair, with the functions that its saga runs: for an order whose execution was
 * aborted, timed out or broke before it could, and for undos that failed. Each of them bears to run when nothing
 * happened, half, or everything, beside an execution or an event too, and refuses an order that is confirmed: so this
 * may be done at any time and as often as one likes.
 *
 * In one thing it is stricter than the saga. That undoes a parcel minutes after it was booked; a person may come days
 * later, when it has left. So as long as the carrier has not cancelled a parcel, its money and stock are not given back.
 */
export function createUndoOrder({ orders, executions, steps, actions, clock, stopCommand }: UndoDependencies) {
  /** What would be done. Changes nothing. */
  async function plan({ orderId, evenIfResolved = false }: UndoQuestion): Promise<UndoPlan> {
    const order = await orders.findOnRecord(orderId);
    const execution = await executions.statusOf(orderId);
    const why = whyNotToUndo({ order, execution, evenIfResolved, stop: stopCommand(orderId) });
    if (order === undefined || why !== undefined) {
      return { kind: 'refused', why: why ?? 'it is not on record' };
    }
    const tried = lastFailedUndo(await actions.actionsOn({ orderId, messageId: orderId }));
    return { kind: 'possible', order, steps: UNDO_STEPS, tried };
  }

  /** Does it, unless it is refused, and writes down who did it and why. */
  async function undo({
    by,
    bySubject,
    reason,
    evenIfNotCancelled = false,
    ...question
  }: UndoRequest): Promise<Undone> {
    const planned = await plan(question);
    if (planned.kind === 'refused') {
      return planned;
    }
    let undone: WentBack | undefined;
    const { orderId } = planned.order;
    const why = evenIfNotCancelled ? `${reason} (even if the parcel is not cancelled)` : reason;
    const acted = await act({ actions, clock }, { kind: 'undo', orderId, by, bySubject, reason: why }, async () => {
      undone = await goBack(steps, planned.order, evenIfNotCancelled);
      if (undone.kind !== 'undone') {
        throw new Error(inWords(undone));
      }
    });
    return undone ?? { kind: 'refused', why: acted.outcome === 'failed' ? acted.why : 'nothing was done' };
  }

  return { plan, undo };
}

/**
 * Goes on after a step that failed, as the saga does; the last step is told of it, and puts it on record. A parcel that is
 * not cancelled ends it, unless whoever undoes accepts that.
 */
async function goBack(steps: DeployedSteps, order: OrderOnRecord, evenIfNotCancelled: boolean): Promise<WentBack> {
  const ends: StepEnd[] = [];
  let saga: SagaState = { ...sagaOf(order), ...(evenIfNotCancelled ? { evenIfNotCancelled } : {}) };
  for (const step of UNDO_STEPS) {
    const end = await run(steps, step, saga);
    ends.push(end);
    if (end.outcome === 'failed') {
      if (end.error === FailureName.OrderConfirmed) {
        return { kind: 'confirmed', steps: ends };
      }
      if (step === 'CancelShipment' && isStanding(order.books.shipment) && !evenIfNotCancelled) {
        const left = UNDO_STEPS.slice(ends.length).map((notRun) => ({ step: notRun, outcome: 'not run' }) as const);
        return { kind: 'not-cancelled', steps: [...ends, ...left] };
      }
      saga = { ...saga, repair: { ...saga.repair, [step]: { Error: end.error } } };
    }
  }
  const closed = ends.at(-1);
  if (closed?.outcome !== 'done') {
    return { kind: 'unfinished', steps: ends };
  }
  return { kind: closed.answer['status'] === 'CONFIRMED' ? 'confirmed' : 'undone', steps: ends };
}

async function run(steps: DeployedSteps, step: UndoStep, saga: SagaState): Promise<StepEnd> {
  try {
    return { step, outcome: 'done', answer: await steps.call(step, saga) };
  } catch (error) {
    const { errorName, message } = describeFailure(error);
    return { step, outcome: 'failed', error: errorName, message };
  }
}

/** The state of the saga as it would be on its way back. Steps keep their facts in tables, so this is all of it. */
const sagaOf = ({ orderId, customerId, lines, acceptedAt, traceHeader, reason }: OrderOnRecord): SagaState => ({
  schemaVersion: 1,
  ...{ orderId, customerId, acceptedAt },
  lines: [...lines],
  ...(traceHeader === undefined ? {} : { traceHeader }),
  ...(reason === undefined ? {} : { failure: { Error: reason } }),
});

/** For whoever reads the record of the act. */
function inWords({ kind, steps }: WentBack): string {
  const failed = steps.flatMap((end) => (end.outcome === 'failed' ? [`${end.step} (${end.error})`] : [])).join(', ');
  switch (kind) {
    case 'confirmed':
      return 'the order is confirmed, and stands';
    case 'not-cancelled':
      return `stopped: the carrier has not cancelled the parcel, nothing else was undone: ${failed}`;
    default:
      return `unfinished: ${failed}`;
  }
}
