import type { IntakeStore, PendingOrder } from '../ports/intake-store';
import type { UnfinishedOrders } from '../ports/stuck-orders';

/** How far it is looked past records that missed a start. An outage of DynamoDB leaves some; more are a fault of their own. */
const MOST_LOOKED_AT = 1_000;
const FURTHER = 4;

/**
 * Accepted, and no saga has started, oldest first. The intake may not have heard of a start while DynamoDB was away: an order
 * that the database knows waits for nothing, whatever the intake says, and hides none that does. While the database cannot
 * be asked, the word of the intake stands.
 */
export const createFindWaitingOrders =
  ({
    intake,
    orders,
    tellAway = () => {},
  }: {
    readonly intake: Pick<IntakeStore, 'findNotStarted'>;
    readonly orders: Pick<UnfinishedOrders, 'findUnwritten'>;
    /**
     * Hears why the database could not be asked.
     * @default - nobody is told
     */
    readonly tellAway?: (error: unknown) => void;
  }) =>
  async ({
    acceptedBefore,
    limit,
  }: {
    readonly acceptedBefore: Date;
    readonly limit: number;
  }): Promise<readonly PendingOrder[]> => {
    // From the oldest one each time: only what an outage left takes a second look.
    for (let most = limit; ; most = Math.min(most * FURTHER, MOST_LOOKED_AT)) {
      const pending = await intake.findNotStarted({ acceptedBefore, limit: most });
      const ids = pending.map(({ orderId }) => orderId);
      const unwritten = new Set(
        await orders.findUnwritten(ids).catch((error: unknown) => {
          tellAway(error);
          return ids;
        }),
      );
      const waiting = pending.filter(({ orderId }) => unwritten.has(orderId));
      if (waiting.length >= limit || pending.length < most || most >= MOST_LOOKED_AT) {
        return waiting.slice(0, limit);
      }
    }
  };
