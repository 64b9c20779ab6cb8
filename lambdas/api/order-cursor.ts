import * as z from 'zod/mini';
import type { OrderCursor } from '../ports/order-reader';

const LONGEST = 256;

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** Opaque to clients: its content may change. It names a place in a list and gives no right to anything. */
export const encodeCursor = ({ acceptedAt, orderId }: OrderCursor): string =>
  Buffer.from(JSON.stringify([acceptedAt, orderId])).toString('base64url');

/** Answers nothing when the text was not made by `encodeCursor`. */
export function decodeCursor(text: string): OrderCursor | undefined {
  if (text.length > LONGEST || !/^[\w-]+$/.test(text)) {
    return undefined;
  }
  try {
    const result = cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return result.success ? { acceptedAt: result.data[0], orderId: result.data[1] } : undefined;
  } catch {
    return undefined;
  }
}
