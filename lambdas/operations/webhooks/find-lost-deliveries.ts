import type { DeliveryLog } from '../../ports/deliveries';

/** Finds the deliveries to an endpoint whose last word, since a moment, is that they were given up or skipped. */
export const createFindLostDeliveries =
  ({ log }: { readonly log: Pick<DeliveryLog, 'ofEndpoint'> }) =>
  async (endpointId: string, since: Date): Promise<readonly string[]> => {
    const from = since.toISOString();
    const lastWord = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const page = await log.ofEndpoint(endpointId, cursor);
      for (const { deliveryId, outcome, at } of page.deliveries) {
        if (at >= from && !lastWord.has(deliveryId)) {
          lastWord.set(deliveryId, outcome);
        }
      }
      cursor = (page.deliveries.at(-1)?.at ?? '') < from ? undefined : page.cursor;
    } while (cursor !== undefined);
    return [...lastWord].filter(([, outcome]) => outcome === 'given up' || outcome === 'skipped').map(([id]) => id);
  };
