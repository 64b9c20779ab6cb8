import type { Clock } from '../ports/clock';
import type { WebhookEndpoints } from '../ports/webhook-endpoints';
import type { WebhookSecrets } from '../ports/webhook-secrets';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest } from '../runtime/api-request';
import { assertOperator } from './operator';
import { createChangeEndpoint } from './webhooks/change-endpoint';
import { endpointAnswer } from './webhooks/endpoint-answer';
import { endpointNotFound } from './webhooks/endpoint-not-found';
import { createRegisterEndpoint } from './webhooks/register-endpoint';
import { createRotateSecret } from './webhooks/rotate-secret';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface WebhookEndpointsDependencies {
  readonly endpoints: WebhookEndpoints;
  readonly secrets: WebhookSecrets;
  /** Why an address cannot be one of an endpoint. */
  readonly problemOf: (url: string) => string | undefined;
  readonly clock: Clock;
}

/** `/webhook-endpoints` and what is below it: one function, since operators call it a few times a month. */
export function createWebhookEndpointsApi(deps: WebhookEndpointsDependencies) {
  const { endpoints, secrets, clock } = deps;
  const register = createRegisterEndpoint(deps);
  const change = createChangeEndpoint(deps);
  const rotate = createRotateSecret(deps);

  const list = async (): Promise<ApiAnswer> => ({
    status: 200,
    body: { endpoints: (await endpoints.list()).map(endpointAnswer) },
  });
  const show = async (endpointId: string): Promise<ApiAnswer> => ({
    status: 200,
    body: endpointAnswer((await endpoints.find(endpointId)) ?? endpointNotFound()),
  });
  /** The secret goes last: as long as the endpoint is there, it is sent to. */
  const remove = async (endpointId: string): Promise<ApiAnswer> => {
    const askedAt = clock.now();
    if (!(await endpoints.remove(endpointId))) {
      endpointNotFound();
    }
    await secrets.remove(endpointId, askedAt);
    return { status: 204 };
  };

  return async (request: ApiRequest): Promise<ApiAnswer> => {
    assertOperator(request.caller);
    const { method } = request;
    const endpointId = request.pathParameter('endpointId')?.toLowerCase();
    if (endpointId === undefined) {
      return method === 'POST' ? register(request) : list();
    }
    if (!UUID.test(endpointId)) {
      endpointNotFound();
    }
    switch (method) {
      case 'PATCH':
        return change(request, endpointId);
      case 'DELETE':
        return remove(endpointId);
      case 'POST':
        return rotate(endpointId);
      default:
        return show(endpointId);
    }
  };
}
