import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { DeadLetters, PoisonMessage } from '../../../lambdas/ports/dead-letters';
import type { MessageVisibility } from '../../../lambdas/ports/message-visibility';
import type { OrderQueue } from '../../../lambdas/ports/order-queue';

/** Twin of the order queue: what was sent, as the JSON text that a consumer would receive. */
export class InMemoryOrderQueue implements OrderQueue {
  readonly sent: { readonly body: string; readonly traceHeader: string | undefined }[] = [];

  async send(message: OrderMessage, traceHeader?: string): Promise<void> {
    this.sent.push({ body: JSON.stringify(message), traceHeader });
  }

  get messages(): readonly OrderMessage[] {
    return this.sent.map(({ body }) => JSON.parse(body));
  }

  get orderIds(): readonly string[] {
    return this.messages.map(({ orderId }) => orderId);
  }
}

export class InMemoryDeadLetters implements DeadLetters {
  readonly letters: PoisonMessage[] = [];

  async send(message: PoisonMessage): Promise<void> {
    this.letters.push(message);
  }
}

/** Twin of the queue's visibility: for how long each received message was hidden. */
export class InMemoryVisibility implements MessageVisibility {
  readonly hidden = new Map<string, number>();

  async hideFor(receiptHandle: string, delaySeconds: number): Promise<void> {
    this.hidden.set(receiptHandle, delaySeconds);
  }
}
