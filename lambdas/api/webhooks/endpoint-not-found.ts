import { ProblemError } from '../../runtime/problem';

/** @throws ProblemError */
export function endpointNotFound(): never {
  throw new ProblemError('webhook-endpoint-not-found');
}
