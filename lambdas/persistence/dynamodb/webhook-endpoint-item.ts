import * as z from 'zod/mini';
import type { EndpointState, WebhookEndpoint } from '../../ports/webhook-endpoints';

const common = {
  endpointId: z.string(),
  url: z.string(),
  eventTypes: z.array(z.string()),
  description: z.optional(z.string()),
  createdAt: z.string(),
};

/** A flat item: single attributes can be changed on condition, which those of a nested state could not be together. */
const itemSchema = z.union([
  z.object({ ...common, status: z.literal('enabled'), failingSince: z.optional(z.string()) }),
  z.object({
    ...common,
    status: z.literal('disabled'),
    disabledSince: z.string(),
    because: z.enum(['an operator said so', 'it failed for days', 'it said that it is gone']),
    announced: z.boolean(),
  }),
]);

export const stateAttributes = (state: EndpointState): Readonly<Record<string, unknown>> =>
  state.status === 'enabled'
    ? {
        status: 'enabled',
        failingSince: state.failingSince,
        disabledSince: undefined,
        because: undefined,
        announced: undefined,
      }
    : {
        status: 'disabled',
        failingSince: undefined,
        disabledSince: state.since,
        because: state.because,
        announced: state.announced,
      };

export const endpointItem = ({ state, ...endpoint }: WebhookEndpoint): Readonly<Record<string, unknown>> => ({
  ...endpoint,
  ...stateAttributes(state),
});

export function endpointOf(item: unknown): WebhookEndpoint {
  const parsed = itemSchema.parse(item);
  const { endpointId, url, eventTypes, description, createdAt } = parsed;
  return {
    endpointId,
    url,
    eventTypes,
    ...(description === undefined ? {} : { description }),
    createdAt,
    state:
      parsed.status === 'enabled'
        ? { status: 'enabled', ...(parsed.failingSince === undefined ? {} : { failingSince: parsed.failingSince }) }
        : {
            status: 'disabled',
            since: parsed.disabledSince,
            because: parsed.because,
            announced: parsed.announced,
          },
  };
}
