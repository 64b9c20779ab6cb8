import { changeEndpointSchema } from '../../contracts/webhook-endpoint-request';
import { switchedByOperator } from '../../operations/webhooks/switched-by-operator';
import type { Clock } from '../../ports/clock';
import type { WebhookEndpoints } from '../../ports/webhook-endpoints';
import { parseBody } from '../../runtime/api-body';
import type { ApiAnswer } from '../../runtime/api-handler';
import type { ApiRequest } from '../../runtime/api-request';
import { endpointAnswer } from './endpoint-answer';
import { endpointNotFound } from './endpoint-not-found';

/** `PATCH /webhook-endpoints/{endpointId}`: what it is told of, and whether it is. Enabling forgets its failures. */
export const createChangeEndpoint =
  ({ endpoints, clock }: { readonly endpoints: Pick<WebhookEndpoints, 'find' | 'change'>; readonly clock: Clock }) =>
  async (request: ApiRequest, endpointId: string): Promise<ApiAnswer> => {
    const { enabled, eventTypes, description } = parseBody(changeEndpointSchema, request);
    const endpoint = (await endpoints.find(endpointId)) ?? endpointNotFound();
    const state = enabled === undefined ? undefined : switchedByOperator(endpoint, enabled, clock.now());
    const changed = await endpoints.change(endpointId, {
      ...(eventTypes === undefined ? {} : { eventTypes: [...new Set(eventTypes)] }),
      ...(description === undefined ? {} : { description }),
      ...(state === undefined ? {} : { state }),
    });
    return { status: 200, body: endpointAnswer(changed ?? endpointNotFound()) };
  };
