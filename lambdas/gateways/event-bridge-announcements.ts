import type { EndpointEvent } from '../contracts/endpoint-event';
import { ENDPOINT_EVENT_SOURCE } from '../domain/events';
import { disabledEventIdOf } from '../domain/webhooks/ids';
import type { EndpointAnnouncements } from '../ports/endpoint-announcements';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';
import { putEvent } from './put-event';

/** News of webhook endpoints, on the bus that events of orders are on. */
export const createEventBridgeAnnouncements = ({
  aws,
  busName,
}: {
  readonly aws: Pick<AwsJsonWrites, 'write'>;
  readonly busName: string;
}): EndpointAnnouncements => ({
  async disabled(endpoint) {
    const event: EndpointEvent = {
      version: 1,
      eventId: disabledEventIdOf(endpoint),
      type: 'WebhookEndpointDisabled',
      occurredAt: endpoint.since,
      ...endpoint,
    };
    await putEvent(aws, {
      busName,
      source: ENDPOINT_EVENT_SOURCE,
      event,
      of: 'a disabled endpoint',
      timeoutMs: CALL_TIMEOUT_MS.publishEvents,
    });
  },
});
