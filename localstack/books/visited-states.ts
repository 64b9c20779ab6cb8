import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Books, ExecutionEntry } from '../../lambdas/domain/books/books';
import { createReadHistory } from '../../lambdas/gateways/sfn-execution-history';

/**
 * Puts down which states executions have entered, of those whose order did not become what it was to be: the others have
 * undone nothing. Each is a call of its own.
 */
export async function readVisited(
  saga: { readonly client: SFNClient; readonly stateMachineArn: string },
  { executions, orders }: Pick<Books, 'executions' | 'orders'>,
): Promise<readonly ExecutionEntry[]> {
  const read = createReadHistory(saga, { mostPages: Number.POSITIVE_INFINITY });
  const confirmed = new Set(orders.filter(({ status }) => status === 'CONFIRMED').map(({ orderId }) => orderId));
  const entries: ExecutionEntry[] = [];
  for (const execution of executions) {
    const events = confirmed.has(execution.orderId) ? undefined : await read(execution.orderId);
    const visited = events?.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    entries.push({ ...execution, ...(visited !== undefined && { visited }) });
  }
  return entries;
}
