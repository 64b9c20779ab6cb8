import type { ExecutionStatusEvent } from '../contracts/execution-status-event';
import { MESSAGES } from '../contracts/messages';
import type { Order } from '../domain/order';
import type { IntakeStore } from '../ports/intake-store';
import type { OrderStore } from '../ports/order-store';
import { PoisonMessageError, parseVersioned } from '../runtime/poison-message';
import type { HandleMessage } from '../runtime/sqs-batch';

type Status = ExecutionStatusEvent['detail']['status'];

/** Why the order needs repair, by how its execution ended. Other statuses need nobody. */
const REASONS: { readonly [status in Status]?: string } = {
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
};

/**
 * Parks the order of an execution that did not end by itself. Some ends bypass every catcher of the state
 * machine (its own time-out, an abort, an output that is too large), and this is how they are found.
 *
 * No unfinished steps are named here: when the saga could still record them, that record stands. When it could not, of
 * an order that was about to be confirmed the confirmation is; unless somebody stopped it, who may have wanted it undone.
 */
export const createFlagFailedExecution =
  ({
    orders,
    intake,
  }: {
    readonly orders: Pick<OrderStore, 'markNeedsRepair'>;
    readonly intake: Pick<IntakeStore, 'find'>;
  }): HandleMessage =>
  async ({ body, traceHeader }) => {
    const { detail } = parseVersioned(MESSAGES.executionStatus, body);
    const reason = REASONS[detail.status];
    if (reason !== undefined) {
      const order = orderIn(detail) ?? (await intake.find(detail.name));
      if (order === undefined) {
        throw new PoisonMessageError('neither its input nor an intake record says which order it was');
      }
      const mayBeWhole = detail.status !== 'ABORTED';
      await orders.markNeedsRepair({ ...orderOnly(order), traceHeader }, reason, [], { mayBeWhole });
    }
    return 'done';
  };

/** The order from the execution's input. Not there when the input was left out of the event, or is not an order's. */
function orderIn({ input, name }: ExecutionStatusEvent['detail']): Order | undefined {
  if (typeof input !== 'string') {
    return undefined;
  }
  try {
    const order = parseVersioned(MESSAGES.order, input);
    return order.orderId === name ? order : undefined;
  } catch (error) {
    if (error instanceof PoisonMessageError) {
      return undefined;
    }
    throw error;
  }
}

/** An intake record holds personal data, which must not travel on. */
const orderOnly = ({ orderId, customerId, lines, expectedTotal, acceptedAt }: Order): Order => ({
  orderId,
  customerId,
  lines,
  expectedTotal,
  acceptedAt,
});
