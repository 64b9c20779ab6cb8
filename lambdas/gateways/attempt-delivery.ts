import type { Clock } from '../ports/clock';
import type { AttemptDelivery } from '../ports/webhook-attempt';
import type { SigningSecrets } from '../ports/webhook-secrets';
import type { WebhookAnswer, WebhookSender } from '../ports/webhook-sender';
import { type CircuitBreaker, CircuitOpenError } from '../resilience/circuit-breaker';
import { EndpointFailedError } from './endpoint-circuits';
import { signWebhook } from './sign-webhook';

/** Makes one attempt. An open circuit is a failed one, too: the delivery moves along its schedule, and nobody waits. */
export const createAttemptDelivery =
  ({
    secrets,
    sender,
    circuitOf,
    clock,
  }: {
    readonly secrets: SigningSecrets;
    readonly sender: WebhookSender;
    readonly circuitOf: (endpointId: string) => CircuitBreaker;
    readonly clock: Clock;
  }): AttemptDelivery =>
  async (endpoint, delivery) => {
    const startedAt = clock.now();
    const durationMs = () => clock.now().getTime() - startedAt.getTime();
    const signedWith = await secrets.secretsOf(endpoint.endpointId);
    if (signedWith.length === 0) {
      return { kind: 'failed', reason: 'it has no secret', durationMs: durationMs() };
    }
    const headers = signWebhook(delivery, { secrets: signedWith, at: startedAt });
    try {
      const status = await circuitOf(endpoint.endpointId).run(async () =>
        statusIn(await sender.send({ url: endpoint.url, headers, body: delivery.body })),
      );
      return { kind: 'delivered', status, durationMs: durationMs() };
    } catch (error) {
      return { kind: 'failed', ...whyNot(error), durationMs: durationMs() };
    }
  };

/** @throws EndpointFailedError unless the endpoint took it */
function statusIn(answer: WebhookAnswer): number {
  if (answer.kind !== 'answered') {
    throw new EndpointFailedError(answer.reason, answer.kind === 'refused' ? 'learned-nothing' : 'failed');
  }
  const { status } = answer;
  if (status >= 200 && status < 300) {
    return status;
  }
  const isOverloaded = status >= 500 || status === 408 || status === 429;
  const what = status >= 300 && status < 400 ? 'a redirect, which is not followed' : `status ${status}`;
  throw new EndpointFailedError(`it answered with ${what}`, isOverloaded ? 'failed' : 'succeeded', status);
}

/** @throws whatever is not about the endpoint: then the message comes back */
function whyNot(error: unknown): { readonly reason: string; readonly status?: number | undefined } {
  if (error instanceof CircuitOpenError) {
    return error.cause === undefined ? { reason: 'its circuit is open' } : whyNot(error.cause);
  }
  if (error instanceof EndpointFailedError) {
    return { reason: error.reason, status: error.status };
  }
  throw error;
}
