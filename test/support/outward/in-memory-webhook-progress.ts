import type { WebhookDelivery } from '../../../lambdas/contracts/webhook-delivery';
import { type DeliveryState, mayAttempt } from '../../../lambdas/domain/webhooks/delivery-progress';
import type { Claim, Ending, WebhookProgress, WebhookReplays } from '../../../lambdas/ports/webhook-progress';

interface Kept extends DeliveryState {
  readonly delivery: WebhookDelivery;
  readonly ending?: Ending | undefined;
}

/** Twin of the DynamoDB store: the same decisions, each method atomic. */
export class InMemoryWebhookProgress implements WebhookProgress, WebhookReplays {
  readonly kept = new Map<string, Kept>();

  async claim(delivery: WebhookDelivery, now: Date, leaseMs: number): Promise<Claim> {
    const { deliveryId, run, attempt } = delivery;
    const claim = mayAttempt(this.kept.get(deliveryId), { run, attempt, now: now.getTime() });
    if (claim === 'yours') {
      this.kept.set(deliveryId, { run, attempt, leaseUntil: now.getTime() + leaseMs, hasEnded: false, delivery });
    }
    return claim;
  }

  async settle({ deliveryId, run, attempt }: WebhookDelivery, ending?: Ending): Promise<void> {
    const found = this.kept.get(deliveryId);
    if (found?.run === run && found.attempt === attempt) {
      this.kept.set(deliveryId, { ...found, leaseUntil: undefined, hasEnded: ending !== undefined, ending });
    }
  }

  async release({ deliveryId, run, attempt }: WebhookDelivery, claimedAt: Date, leaseMs: number): Promise<void> {
    const found = this.kept.get(deliveryId);
    const isOurs = found?.leaseUntil === claimedAt.getTime() + leaseMs;
    if (isOurs && found.run === run && found.attempt === attempt) {
      this.kept.set(deliveryId, { ...found, leaseUntil: 0 });
    }
  }

  async find(deliveryId: string): Promise<WebhookDelivery | undefined> {
    return this.kept.get(deliveryId)?.delivery;
  }

  async restart(deliveryId: string): Promise<WebhookDelivery | undefined> {
    const found = this.kept.get(deliveryId);
    if (found === undefined) {
      return undefined;
    }
    const { notBefore: _, ...delivery } = { ...found.delivery, run: found.run + 1, attempt: 1 };
    this.kept.set(deliveryId, { run: delivery.run, attempt: 0, hasEnded: false, delivery });
    return delivery;
  }
}
