import type { Clock } from '../../ports/clock';
import type { WebhookReplays } from '../../ports/webhook-progress';
import type { WebhookQueue } from '../../ports/webhook-queue';
import { inParallel } from '../in-parallel';

/** An endpoint that was disabled for days has missed thousands. */
const CONCURRENCY = 20;

/**
 * Sends deliveries again, with all their attempts. Sent first and then forgotten would be lost: a delivery begins anew in
 * the table, and its message follows. Whoever dies in between does it again: the log still says that it is lost.
 */
export const createReplayDeliveries =
  ({
    replays,
    queue,
    clock,
  }: {
    readonly replays: Pick<WebhookReplays, 'restart'>;
    readonly queue: WebhookQueue;
    readonly clock: Clock;
  }) =>
  async (
    ids: readonly string[],
  ): Promise<{ readonly replayed: readonly string[]; readonly unknown: readonly string[] }> => {
    const replayed: string[] = [];
    const unknown: string[] = [];
    await inParallel([...new Set(ids)], CONCURRENCY, async (id) => {
      const delivery = await replays.restart(id, clock.now());
      if (delivery === undefined) {
        unknown.push(id);
        return;
      }
      await queue.send(delivery, 0);
      replayed.push(id);
    });
    return { replayed, unknown };
  };
