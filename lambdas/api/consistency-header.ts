import {
  type ConsistencyToken,
  decodeConsistencyToken,
  encodeConsistencyToken,
  NOTHING_SEEN,
} from '../contracts/consistency-token';
import type { OrderView } from '../ports/order-reader';
import type { ApiRequest } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';

const HEADER = 'Consistency-Token';

/** @throws ProblemError when a token was sent that is none of ours, or more than one */
export function seenBy(request: Pick<ApiRequest, 'headers'>): ConsistencyToken {
  const [sent, ...others] = request.headers(HEADER);
  if (sent === undefined) {
    return NOTHING_SEEN;
  }
  const token = others.length === 0 ? decodeConsistencyToken(sent.trim()) : undefined;
  if (token === undefined) {
    throw new ProblemError('invalid-request', {
      errors: [{ pointer: HEADER, detail: 'must be the Consistency-Token of an earlier answer' }],
    });
  }
  return token;
}

export const consistencyHeader = (token: ConsistencyToken): Readonly<Record<string, string>> => ({
  [HEADER]: encodeConsistencyToken(token),
});

/** Of an order that is accepted: it needs nothing of the database, which may not have it yet. */
export const seenAccepted = (orderId: string): ConsistencyToken => ({ order: { orderId, version: 0 } });

export const seenOrder = ({ orderId, version, updatedAt }: OrderView): ConsistencyToken => ({
  order: { orderId, version },
  changedAt: updatedAt,
});

/** What shows no later change than what was seen before takes nothing back from the caller. */
export const alsoSeen = (before: ConsistencyToken, ...now: readonly ConsistencyToken[]): ConsistencyToken =>
  now.reduce(later, before);

const later = (a: ConsistencyToken, b: ConsistencyToken): ConsistencyToken =>
  (a.changedAt ?? '') > (b.changedAt ?? '') ? a : b.order === undefined ? a : b;
