import { createDeliverWebhook } from '../../../lambdas/consumers/deliver-webhook';
import type { WebhookDelivery } from '../../../lambdas/contracts/webhook-delivery';
import { createAttemptDelivery } from '../../../lambdas/gateways/attempt-delivery';
import { CIRCUIT_SETTINGS } from '../../../lambdas/gateways/circuit-settings';
import { createEndpointCircuits } from '../../../lambdas/gateways/endpoint-circuits';
import { createEndpointHealth } from '../../../lambdas/operations/webhooks/endpoint-health';
import type { DisabledEndpoint } from '../../../lambdas/ports/endpoint-announcements';
import type { WebhookEndpoint } from '../../../lambdas/ports/webhook-endpoints';
import type { WebhookQueue } from '../../../lambdas/ports/webhook-queue';
import type { WebhookAnswer, WebhookRequest, WebhookSender } from '../../../lambdas/ports/webhook-sender';
import { createInMemoryCircuitStore } from '../circuit/in-memory-circuit-store';
import { InMemorySignals } from '../intake/in-memory-signals';
import { ManualClock } from '../intake/manual-clock';
import { InMemoryDeliveries } from './in-memory-deliveries';
import { InMemoryWebhookEndpoints } from './in-memory-webhook-endpoints';
import { InMemoryWebhookProgress } from './in-memory-webhook-progress';
import { webhookEndpoint } from './webhook-mother';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A merchant that answers as it is told, 200 until then. */
export class Merchant implements WebhookSender {
  readonly received: WebhookRequest[] = [];
  answer: WebhookAnswer = { kind: 'answered', status: 200 };

  async send(request: WebhookRequest): Promise<WebhookAnswer> {
    this.received.push(request);
    return this.answer;
  }
}

/** A queue that only delays: what is due is taken out by the test. */
export class DelayedDeliveries implements WebhookQueue {
  waiting: { readonly delivery: WebhookDelivery; readonly dueAt: number }[] = [];

  constructor(private readonly clock: ManualClock) {}

  async send(delivery: WebhookDelivery, delaySeconds: number): Promise<void> {
    const seconds = Math.min(900, Math.ceil(delaySeconds));
    this.waiting.push({ delivery, dueAt: this.clock.now().getTime() + seconds * 1_000 });
  }

  /** Lets the time pass until something is due, and takes all of that out. */
  takeNext(): readonly WebhookDelivery[] {
    const next = Math.min(...this.waiting.map(({ dueAt }) => dueAt));
    this.clock.advance(Math.max(0, next - this.clock.now().getTime()));
    const due = this.waiting.filter(({ dueAt }) => dueAt <= next);
    this.waiting = this.waiting.filter(({ dueAt }) => dueAt > next);
    return due.map(({ delivery }) => delivery);
  }
}

export function webhookBench(...given: readonly WebhookEndpoint[]) {
  const clock = new ManualClock();
  const endpoints = new InMemoryWebhookEndpoints(...(given.length > 0 ? given : [webhookEndpoint()]));
  const world = {
    clock,
    endpoints,
    progress: new InMemoryWebhookProgress(),
    merchant: new Merchant(),
    queue: new DelayedDeliveries(clock),
    deliveries: new InMemoryDeliveries(),
    signals: new InMemorySignals(),
    circuits: createInMemoryCircuitStore(),
    delayScale: 1,
    secrets: [SECRET] as readonly string[],
    announced: [] as DisabledEndpoint[],
    announcements: {
      disabled: async (endpoint: DisabledEndpoint): Promise<void> => void world.announced.push(endpoint),
    },
  };
  /** A function of its own: what it keeps in memory is its own, too. */
  const consumerOver = (changes: Partial<typeof world> = {}) => {
    const parts = { ...world, ...changes };
    return createDeliverWebhook({
      endpoints: parts.endpoints,
      progress: parts.progress,
      attempt: createAttemptDelivery({
        secrets: { secretsOf: async () => world.secrets },
        sender: parts.merchant,
        circuitOf: createEndpointCircuits({
          store: parts.circuits,
          observer: { changed: () => {}, storeAway: () => {} },
          clock,
          settings: CIRCUIT_SETTINGS['webhook-endpoint'],
        }),
        clock,
      }),
      health: createEndpointHealth({
        health: parts.endpoints,
        announcements: parts.announcements,
        signals: parts.signals,
      }),
      queue: parts.queue,
      writeDown: (delivery) => parts.deliveries.record(delivery),
      clock,
      delayScale: parts.delayScale,
      random: () => 0.5,
    });
  };
  const consume = consumerOver();
  const take = (delivery: WebhookDelivery, by = consume): Promise<'done'> =>
    by({ body: JSON.stringify(delivery), traceHeader: undefined, remainingTimeMs: () => 30_000 });
  /** Lets everything that waits happen, hours and days included, unless there is no end to it. */
  const untilQuiet = async (): Promise<void> => {
    for (let rounds = 0; world.queue.waiting.length > 0; rounds += 1) {
      if (rounds > 10_000) {
        throw new Error('deliveries go on for ever');
      }
      for (const delivery of world.queue.takeNext()) {
        await take(delivery);
      }
    }
  };
  return { ...world, world, take, consumerOver, untilQuiet };
}
