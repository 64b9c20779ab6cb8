import { MESSAGES } from '../contracts/messages';
import { traceIdIn } from '../contracts/trace-header';
import type { WebhookDelivery } from '../contracts/webhook-delivery';
import { WEBHOOK_RETRY_DELAYS_SECONDS, WEBHOOK_RETRY_JITTER } from '../domain/webhooks/retry-schedule';
import type { createEndpointHealth } from '../operations/webhooks/endpoint-health';
import type { Clock } from '../ports/clock';
import type { Delivery, DeliveryOutcome } from '../ports/deliveries';
import type { AttemptDelivery } from '../ports/webhook-attempt';
import type { WebhookEndpoints } from '../ports/webhook-endpoints';
import type { WebhookProgress } from '../ports/webhook-progress';
import type { WebhookQueue } from '../ports/webhook-queue';
import { delayAfterReceive } from '../resilience/backoff';
import { parseVersioned } from '../runtime/poison-message';
import type { HandleMessage } from '../runtime/sqs-batch';

/** Longer than the function may take: who holds an expired claim is dead. */
export const CLAIM_LEASE_MS = 60_000;

export interface DeliverWebhookDependencies {
  readonly endpoints: Pick<WebhookEndpoints, 'find'>;
  readonly progress: WebhookProgress;
  readonly attempt: AttemptDelivery;
  readonly health: ReturnType<typeof createEndpointHealth>;
  readonly queue: WebhookQueue;
  /** Must not throw: what was sent is not to be sent again because it could not be written down. */
  readonly writeDown: (delivery: Delivery) => Promise<void>;
  readonly clock: Clock;
  readonly delayScale: number;
  readonly random: () => number;
}

/**
 * Makes one attempt of one delivery and puts the next one into the queue, as a message of its own: waiting for hours it
 * is delayed and not hidden, since hidden messages are counted and their number is bounded for the whole queue.
 *
 * Receivers get an event at least once. What it takes for them to get it twice: this function dies between their answer
 * and our record of it, or cannot make that record.
 */
export function createDeliverWebhook(deps: DeliverWebhookDependencies): HandleMessage {
  const { endpoints, progress, attempt, health, queue, writeDown, clock, delayScale, random } = deps;
  const retry = { delaysSeconds: WEBHOOK_RETRY_DELAYS_SECONDS, jitter: WEBHOOK_RETRY_JITTER, scale: delayScale };

  return async ({ body, traceHeader }) => {
    const delivery = parseVersioned(MESSAGES.webhookDelivery, body);
    const startedAt = clock.now();
    const waitMs = delivery.notBefore === undefined ? 0 : Date.parse(delivery.notBefore) - startedAt.getTime();
    if (waitMs > 0) {
      await queue.send(delivery, waitMs / 1_000, traceHeader);
      return 'done';
    }
    switch (await progress.claim(delivery, startedAt, CLAIM_LEASE_MS)) {
      case 'settled':
        return 'done';
      case 'busy':
        // As a new message: this one's few receives may be over before the other copy is done, or found to be dead.
        await queue.send(delivery, (CLAIM_LEASE_MS / 1_000) * delayScale, traceHeader);
        return 'done';
      case 'yours':
        try {
          await work(delivery, traceHeader);
        } catch (error) {
          // Whoever comes next finds no claim: one that is busy goes on as a new message, whose receives count from none.
          await progress.release(delivery, startedAt, CLAIM_LEASE_MS).catch(() => undefined);
          throw error;
        }
        return 'done';
    }
  };

  async function work(delivery: WebhookDelivery, traceHeader: string | undefined): Promise<void> {
    const endpoint = await endpoints.find(delivery.endpointId);
    if (endpoint?.state.status !== 'enabled') {
      // On record before it has ended: what is lost is found by the record, and nobody comes back to what has ended.
      await writeDown({
        ...entry(delivery, 'skipped', traceHeader),
        reason: endpoint === undefined ? 'the endpoint was removed' : 'the endpoint is disabled',
      });
      await progress.settle(delivery, 'skipped');
      await (endpoint && health.announce(endpoint));
      return;
    }
    const made = await attempt(endpoint, delivery);
    const isToBeAskedAgain = await health.note(endpoint, made, clock.now());
    const { kind: _, ...facts } = made;
    if (made.kind === 'delivered') {
      await progress.settle(delivery, 'delivered');
      await writeDown({ ...entry(delivery, 'delivered', traceHeader), ...facts });
      return;
    }
    const delaySeconds = isToBeAskedAgain ? delayAfterReceive(delivery.attempt, retry, random()) : 0;
    if (delaySeconds === 0) {
      await writeDown({ ...entry(delivery, 'given up', traceHeader), ...facts }); // as what is skipped
      await progress.settle(delivery, 'given up');
      return;
    }
    const nextAttemptAt = new Date(clock.now().getTime() + delaySeconds * 1_000).toISOString();
    await queue.send(
      { ...delivery, attempt: delivery.attempt + 1, notBefore: nextAttemptAt },
      delaySeconds,
      traceHeader,
    );
    await progress.settle(delivery);
    await writeDown({ ...entry(delivery, 'failed', traceHeader), ...facts, nextAttemptAt });
  }

  function entry(delivery: WebhookDelivery, outcome: DeliveryOutcome, traceHeader: string | undefined): Delivery {
    const { deliveryId, eventId, eventType, orderId, sequence, endpointId, attempt: number } = delivery;
    const at = clock.now().toISOString();
    const facts = { deliveryId, eventId, eventType, orderId, sequence, traceId: traceIdIn(traceHeader) };
    return { kind: 'webhook', ...facts, target: endpointId, attempt: number, outcome, at };
  }
}
