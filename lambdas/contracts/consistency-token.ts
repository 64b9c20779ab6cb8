import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';

/**
 * What a caller has already seen, so that a later read never shows less. Facts of orders and no position in a log:
 * Aurora's readers share the writer's storage and replay none that a client could compare with.
 */
export interface ConsistencyToken {
  /** The order that changed last among those that were seen. Version 0: accepted, not in the database yet. */
  readonly order?: { readonly orderId: string; readonly version: number };
  /** When that change was made, by the database's clock; ISO 8601. */
  readonly changedAt?: string;
}

/** Of somebody who has seen nothing. */
export const NOTHING_SEEN: ConsistencyToken = {};

const FORMAT = 1;
const LONGEST = 160;

const schema = z.union([
  z.tuple([z.literal(FORMAT)]),
  z.tuple([
    z.literal(FORMAT),
    z.uuid(),
    z.int().check(z.minimum(0), z.maximum(LIMITS.orderVersion)),
    z.nullable(z.iso.datetime()),
  ]),
]);

/** Opaque to clients: its content may change. It gives no right to anything, and a forged one costs a slower read. */
export function encodeConsistencyToken({ order, changedAt }: ConsistencyToken): string {
  const content = order === undefined ? [FORMAT] : [FORMAT, order.orderId, order.version, changedAt ?? null];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/** Answers nothing when the text was not made by `encodeConsistencyToken`. */
export function decodeConsistencyToken(text: string): ConsistencyToken | undefined {
  if (text.length > LONGEST || !/^[\w-]+$/.test(text)) {
    return undefined;
  }
  try {
    const result = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!result.success) {
      return undefined;
    }
    const [, orderId, version, changedAt] = result.data;
    if (orderId === undefined || version === undefined) {
      return NOTHING_SEEN;
    }
    return { order: { orderId, version }, ...(typeof changedAt === 'string' ? { changedAt } : {}) };
  } catch {
    return undefined;
  }
}
