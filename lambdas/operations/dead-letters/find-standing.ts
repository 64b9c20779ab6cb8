import { isFinal } from '../../domain/order';
import type { IntakeStore } from '../../ports/intake-store';
import type { OrderReader } from '../../ports/order-reader';
import type { ExecutionStatus, FindStanding } from '../../ports/order-standing';

/**
 * Asks the database, then the execution, then the intake record. From an operator's machine the database of a cloud
 * stage cannot be reached, and it may be what is broken: then the execution says enough to decide about a replay.
 */
export const createFindStanding =
  ({
    orders,
    executions,
    intake,
  }: {
    readonly orders?: Pick<OrderReader, 'findOrder'> | undefined;
    readonly executions: ExecutionStatus;
    readonly intake: Pick<IntakeStore, 'find'>;
  }): FindStanding =>
  async (orderId) => {
    const order = await orders?.findOrder(orderId).catch(() => undefined);
    if (order !== undefined) {
      const { status } = order;
      const open = status === 'NEEDS_REPAIR' ? 'repair' : 'under way';
      return { stands: isFinal(status) ? 'final' : open, status };
    }
    switch (await executions.statusOf(orderId)) {
      case 'RUNNING':
        return { stands: 'under way' };
      case 'SUCCEEDED':
        return { stands: 'final' };
      case 'BROKEN':
        return { stands: 'repair' };
      default:
        return { stands: (await intake.find(orderId)) === undefined ? 'unknown' : 'not started' };
    }
  };
