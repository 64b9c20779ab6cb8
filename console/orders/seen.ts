import * as z from 'zod/mini';
import type { OrderResolution } from '../../lambdas/ports/order-resolutions';
import type { ReadOrder } from './read-order';

const schema = z.object({
  version: z.int(),
  unfinished: z.array(z.looseObject({ step: z.string(), error: z.string() })),
});

/** What a page has shown of an order in repair: whoever says that it is settled says so of that. */
export type Seen = Pick<OrderResolution, 'version' | 'unfinished'>;

export const seenOf = ({ version, unfinished }: Pick<ReadOrder, 'version' | 'unfinished'>): Seen => ({
  version,
  unfinished: unfinished ?? [],
});

/** @returns undefined for what no page of ours has sent along */
export function readSeen(text: string): Seen | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
