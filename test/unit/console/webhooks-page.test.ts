import { known } from '../../../console/overview/figures';
import { webhooksPage } from '../../../console/webhooks/page';
import type { Delivery } from '../../../lambdas/ports/deliveries';

const now = new Date('2026-05-04T10:00:00Z');
const to = (target: string): Delivery => ({
  kind: 'webhook',
  deliveryId: `delivery-to-${target}`,
  eventId: 'event-1',
  eventType: 'OrderConfirmed',
  target,
  attempt: 1,
  outcome: 'delivered',
  at: now.toISOString(),
});

describe('The page of webhooks', () => {
  it('says where a delivery went, and of an endpoint that was removed its id', () => {
    const endpoint = {
      endpointId: 'endpoint-1',
      url: 'https://merchant.example/hooks',
      eventTypes: [],
      state: { status: 'enabled' },
      createdAt: now.toISOString(),
    } as const;
    const { body } = webhooksPage(
      { endpoints: known([endpoint]), deliveries: known([to('endpoint-1'), to('endpoint-2')]) },
      now,
    );

    expect(String(body).match(/https:\/\/merchant\.example\/hooks/g)).toHaveLength(2);
    expect(String(body)).not.toContain('>endpoint-1<');
    expect(String(body)).toContain('>endpoint-2<');
  });
});
