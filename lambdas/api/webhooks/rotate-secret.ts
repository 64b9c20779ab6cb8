import type { Clock } from '../../ports/clock';
import type { WebhookEndpoints } from '../../ports/webhook-endpoints';
import type { WebhookSecrets } from '../../ports/webhook-secrets';
import type { ApiAnswer } from '../../runtime/api-handler';
import { ProblemError } from '../../runtime/problem';
import { endpointNotFound } from './endpoint-not-found';

/** Long enough to put the new secret in place within a working day. */
export const BOTH_SECRETS_VALID_FOR_MS = 24 * 60 * 60 * 1_000;

/** `POST /webhook-endpoints/{endpointId}/secret`: a new secret. Deliveries carry a signature of the old one, too, for a day. */
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
    const now = clock.now();
    const previousValidUntil = new Date(now.getTime() + BOTH_SECRETS_VALID_FOR_MS);
    const rotated = await secrets.rotate(endpointId, now, previousValidUntil);
    if (rotated.kind === 'too many') {
      throw tooMany(rotated.until, now);
    }
    const { secret } = rotated;
    return { status: 200, body: { endpointId, secret, previousValidUntil: previousValidUntil.toISOString() } };
  };

const tooMany = (until: Date, now: Date): ProblemError =>
  new ProblemError('too-many-webhook-secrets', {
    detail: `The first of its old secrets is valid until ${until.toISOString()}.`,
    headers: { 'Retry-After': String(Math.ceil((until.getTime() - now.getTime()) / 1_000)) },
  });
