import type { Caller } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';

/** Scope of operators. */
const OPERATE = 'orders:operate';

export const isOperator = ({ scopes }: Caller): boolean => scopes.includes(OPERATE);

/** @throws ProblemError `forbidden` for everybody else */
export function assertOperator(caller: Caller): void {
  if (!isOperator(caller)) {
    throw new ProblemError('forbidden', { detail: `The scope ${OPERATE} is required.` });
  }
}
