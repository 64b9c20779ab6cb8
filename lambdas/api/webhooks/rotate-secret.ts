import type { Clock } from '../../ports/clock';
import type { WebhookEndpoints } from '../../ports/webhook-endpoints';
import type { WebhookSecrets } from '../../ports/webhook-secrets';
import type { ApiAnswer } from '../../runtime/api-handler';
import { endpointNotFound } from './endpoint-not-found';

/** Long enough to put the new secret in place within a working day. */
export const BOTH_SECRETS_VALID_FOR_MS = 24 * 60 * 60 * 1_000;

/** `POST /webhook-endpoints/{endpointId}/secret`: a new secret. Deliveries carry a signature of the old one for a day. */
export const createRotateSecret =
  ({
    endpoints,
    secrets,
    clock,
  }: {
    readonly endpoints: Pick<WebhookEndpoints, 'find'>;
    readonly secrets: Pick<WebhookSecrets, 'rotate'>;
    readonly clock: Clock;
  }) =>
  async (endpointId: string): Promise<ApiAnswer> => {
    if ((await endpoints.find(endpointId)) === undefined) {
      endpointNotFound();
    }
    const previousValidUntil = new Date(clock.now().getTime() + BOTH_SECRETS_VALID_FOR_MS);
    const secret = await secrets.rotate(endpointId, previousValidUntil);
    return { status: 200, body: { endpointId, secret, previousValidUntil: previousValidUntil.toISOString() } };
  };
