import { ENDPOINT_EVENTS } from '../../../lambdas/contracts/endpoint-event';
import type { AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import { createEventBridgeAnnouncements } from '../../../lambdas/gateways/event-bridge-announcements';
import { webhookEndpoint } from '../../support/outward/webhook-mother';

const endpoint = {
  endpointId: webhookEndpoint().endpointId,
  because: 'it failed for days',
  since: '2026-03-06T12:00:00.000Z',
} as const;

interface PutEvents {
  readonly Entries: readonly { readonly Source: string; readonly DetailType: string; readonly Detail: string }[];
}

function setUp(answer: object = { FailedEntryCount: 0 }) {
  const entries: PutEvents['Entries'][number][] = [];
  const write = async ({ input }: AwsJsonCall): Promise<unknown> => {
    entries.push(...(input as unknown as PutEvents).Entries);
    return answer;
  };
  return { entries, announcements: createEventBridgeAnnouncements({ aws: { write }, busName: 'orders' }) };
}

describe('News of webhook endpoints on EventBridge', () => {
  it('are as we have promised, under a source of their own', async () => {
    const { entries, announcements } = setUp();

    await announcements.disabled(endpoint);

    const [entry] = entries;
    expect(entry).toMatchObject({ Source: 'order-workflow.webhooks', DetailType: 'WebhookEndpointDisabled' });
    const event = JSON.parse(entry?.Detail ?? '') as object;
    expect(ENDPOINT_EVENTS.WebhookEndpointDisabled.parse(event)).toEqual(event);
    expect(event).toMatchObject({ ...endpoint, occurredAt: endpoint.since });
  });

  it('have one id when they are told twice, and another when the endpoint is disabled again', async () => {
    const { entries, announcements } = setUp();

    await announcements.disabled(endpoint);
    await announcements.disabled(endpoint);
    await announcements.disabled({ ...endpoint, since: '2026-04-06T12:00:00.000Z' });

    const [first, second, later] = entries.map(({ Detail }) => (JSON.parse(Detail) as { eventId: string }).eventId);
    expect(second).toBe(first);
    expect(later).not.toBe(first);
  });

  it('are not taken for told when the bus did not take them', async () => {
    const { announcements } = setUp({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });

    await expect(announcements.disabled(endpoint)).rejects.toThrow('the bus did not take the event');
  });
});
