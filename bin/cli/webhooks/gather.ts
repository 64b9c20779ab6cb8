import type { Delivery, DeliveryPage } from '../../../lambdas/ports/deliveries';

/** As many of the newest as were asked for, over as many pages as that takes. */
export async function gather(
  limit: number,
  read: (cursor: string | undefined) => Promise<DeliveryPage>,
): Promise<readonly Delivery[]> {
  const all: Delivery[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    all.push(...page.deliveries);
    cursor = page.cursor;
  } while (cursor !== undefined && all.length < limit);
  return all.slice(0, limit);
}
