import { registerEndpointSchema } from '../../contracts/webhook-endpoint-request';
import { LIMITS } from '../../domain/limits';
import { endpointIdOf } from '../../domain/webhooks/ids';
import type { Clock } from '../../ports/clock';
import type { WebhookEndpoint, WebhookEndpoints } from '../../ports/webhook-endpoints';
import type { WebhookSecrets } from '../../ports/webhook-secrets';
import { parseBody } from '../../runtime/api-body';
import type { ApiAnswer } from '../../runtime/api-handler';
import type { ApiRequest } from '../../runtime/api-request';
import { ProblemError } from '../../runtime/problem';
import { endpointAnswer } from './endpoint-answer';
import { BOTH_SECRETS_VALID_FOR_MS } from './rotate-secret';

/**
 * `POST /webhook-endpoints`. The answer is the one place where the secret is shown: whoever missed it rotates it. The
 * endpoint comes first, so that of two registrations at once one makes the secret; what is to be delivered in between
 * fails and is tried again.
 */
export const createRegisterEndpoint =
  ({
    endpoints,
    secrets,
    problemOf,
    clock,
  }: {
    readonly endpoints: Pick<WebhookEndpoints, 'add' | 'find' | 'list'>;
    readonly secrets: Pick<WebhookSecrets, 'create'>;
    /** Why an address cannot be one of an endpoint. */
    readonly problemOf: (url: string) => string | undefined;
    readonly clock: Clock;
  }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const { url: text, eventTypes = [], description } = parseBody(registerEndpointSchema, request);
    const problem = problemOf(text);
    if (problem !== undefined) {
      throw new ProblemError('invalid-request', { errors: [{ pointer: '#/url', detail: problem }] });
    }
    const url = new URL(text).href;
    const endpointId = endpointIdOf(url);
    const headers = { Location: `${request.path.replace(/\/$/, '')}/${endpointId}` };
    if ((await endpoints.find(endpointId)) !== undefined) {
      throw new ProblemError('webhook-endpoint-exists', { headers });
    }
    if ((await endpoints.list()).length >= LIMITS.webhookEndpoints) {
      throw new ProblemError('too-many-webhook-endpoints');
    }
    const now = clock.now();
    const endpoint: WebhookEndpoint = {
      endpointId,
      url,
      eventTypes: [...new Set(eventTypes)],
      ...(description === undefined ? {} : { description }),
      state: { status: 'enabled' },
      createdAt: now.toISOString(),
    };
    if (!(await endpoints.add(endpoint))) {
      throw new ProblemError('webhook-endpoint-exists', { headers });
    }
    const secret = await secrets.create(endpointId, now, new Date(now.getTime() + BOTH_SECRETS_VALID_FOR_MS));
    return { status: 201, body: { ...endpointAnswer(endpoint), secret }, headers };
  };
