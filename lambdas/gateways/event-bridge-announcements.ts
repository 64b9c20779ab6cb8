import type { EndpointEvent } from '../contracts/endpoint-event';
import { ENDPOINT_EVENT_SOURCE } from '../domain/events';
import { disabledEventIdOf } from '../domain/webhooks/ids';
import type { EndpointAnnouncements } from '../ports/endpoint-announcements';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

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
    const answer = await aws.write({
      service: 'events',
      target: 'AWSEvents.PutEvents',
      jsonVersion: '1.1',
      input: {
        Entries: [
          {
            EventBusName: busName,
            Source: ENDPOINT_EVENT_SOURCE,
            DetailType: event.type,
            Detail: JSON.stringify(event),
          },
        ],
      },
      timeoutMs: CALL_TIMEOUT_MS.publishEvents,
    });
    if ((answer as { readonly FailedEntryCount?: number }).FailedEntryCount !== 0) {
      throw new Error('the bus did not take the event of a disabled endpoint');
    }
  },
});
