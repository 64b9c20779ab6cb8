import type { WebhookEndpoint } from '../../ports/webhook-endpoints';

/** An endpoint as operators see it. Its secret is not among what is told. */
export const endpointAnswer = ({ endpointId, url, eventTypes, description, state, createdAt }: WebhookEndpoint) => ({
  endpointId,
  url,
  eventTypes,
  ...(description === undefined ? {} : { description }),
  enabled: state.status === 'enabled',
  ...(state.status === 'disabled' ? { disabled: { since: state.since, because: state.because } } : {}),
  ...(state.status === 'enabled' && state.failingSince !== undefined ? { failingSince: state.failingSince } : {}),
  createdAt,
});
