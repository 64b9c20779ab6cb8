import type { EndpointState, WebhookEndpoint } from '../../ports/webhook-endpoints';

/**
 * How an endpoint stands once an operator has enabled or disabled it. Enabling forgets its failures. One that is disabled
 * stays so since when it was, and because of what; and an operator needs no event that tells what they have done.
 */
export function switchedByOperator({ state }: WebhookEndpoint, enabled: boolean, now: Date): EndpointState {
  if (enabled) {
    return { status: 'enabled' };
  }
  return state.status === 'disabled'
    ? state
    : { status: 'disabled', since: now.toISOString(), because: 'an operator said so', announced: true };
}
