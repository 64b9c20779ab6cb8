import { disabledEventIdOf } from '../domain/webhooks/ids';
import type { EndpointAnnouncements } from '../ports/endpoint-announcements';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

/** On the bus: who says it. Not the source of events of orders, whose consumers ask for all of them. */
export const WEBHOOKS_EVENT_SOURCE = 'order-workflow.webhooks';

/** News of webhook endpoints, on the bus that events of orders are on. */
export const createEventBridgeAnnouncements = ({
  aws,
  busName,
}: {
  readonly aws: Pick<AwsJsonWrites, 'write'>;
  readonly busName: string;
}): EndpointAnnouncements => ({
  async disabled(endpoint) {
    const type = 'WebhookEndpointDisabled';
    const detail = { version: 1, eventId: disabledEventIdOf(endpoint), type, occurredAt: endpoint.since, ...endpoint };
    const answer = await aws.write({
      service: 'events',
      target: 'AWSEvents.PutEvents',
      jsonVersion: '1.1',
      input: {
        Entries: [
          { EventBusName: busName, Source: WEBHOOKS_EVENT_SOURCE, DetailType: type, Detail: JSON.stringify(detail) },
        ],
      },
      timeoutMs: CALL_TIMEOUT_MS.publishEvents,
    });
    if ((answer as { readonly FailedEntryCount?: number }).FailedEntryCount !== 0) {
      throw new Error('the bus did not take the event of a disabled endpoint');
    }
  },
});
