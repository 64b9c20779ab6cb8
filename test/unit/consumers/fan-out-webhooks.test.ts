import '../../support/intake/quiet';
import { createFanOutWebhooks, ENDPOINTS_LIFE_MS } from '../../../lambdas/consumers/fan-out-webhooks';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { orderConfirmed, orderRejected } from '../../support/outward/order-event-mother';
import { webhookBench } from '../../support/outward/webhook-bench';
import { webhookEndpoint } from '../../support/outward/webhook-mother';

const all = webhookEndpoint({ url: 'https://all.example.com/' });
const rejections = webhookEndpoint({ url: 'https://rejections.example.com/', eventTypes: ['OrderRejected'] });
const off = webhookEndpoint({
  url: 'https://off.example.com/',
  state: { status: 'disabled', since: '2026-02-01T00:00:00.000Z', because: 'it failed for days', announced: false },
});

function setUp() {
  const { endpoints, queue, announced, clock, take, merchant } = webhookBench(all, rejections, off);
  const fanOut = createFanOutWebhooks({
    endpoints,
    queue,
    health: {
      announce: async ({ endpointId, state }) => {
        if (state.status === 'disabled' && !state.announced) {
          announced.push({ endpointId, because: state.because, since: state.since });
          await endpoints.announced(endpointId);
        }
      },
    },
    clock,
    delayScale: 1,
  });
  const tell = (event: OrderEvent) =>
    fanOut({ body: JSON.stringify(event), traceHeader: undefined, remainingTimeMs: () => 1_000 });
  return { endpoints, queue, announced, clock, take, merchant, fanOut, tell };
}

describe('An event', () => {
  it('becomes a delivery for each endpoint that asked for its type, enabled or not', async () => {
    const { queue, tell } = setUp();

    await tell(orderConfirmed());
    await tell(orderRejected());

    expect(queue.waiting.map(({ delivery }) => `${delivery.eventType} ${delivery.endpointId}`).sort()).toEqual(
      [
        `OrderConfirmed ${all.endpointId}`,
        `OrderConfirmed ${off.endpointId}`,
        `OrderRejected ${all.endpointId}`,
        `OrderRejected ${off.endpointId}`,
        `OrderRejected ${rejections.endpointId}`,
      ].sort(),
    );
  });

  it('is told as the specification recommends, without the trace, which is ours', async () => {
    const { queue, tell } = setUp();
    const event = orderConfirmed();

    await tell({ ...event, trace: 'Root=1-00000000-000000000000000000000000' });

    expect(JSON.parse(queue.waiting[0]?.delivery.body ?? '')).toEqual({
      type: 'OrderConfirmed',
      timestamp: event.occurredAt,
      data: event,
    });
  });

  it('row 11: is delivered once to each when it comes twice, also with another trace', async () => {
    const { queue, take, merchant, tell } = setUp();

    await tell(orderConfirmed());
    await tell({ ...orderConfirmed(), trace: 'Root=1-00000000-000000000000000000000000' });
    for (const { delivery } of queue.waiting) {
      await take(delivery);
    }

    expect(queue.waiting).toHaveLength(4);
    expect(merchant.received).toHaveLength(1);
  });

  it('is sent to a new endpoint within seconds', async () => {
    const { endpoints, queue, clock, tell } = setUp();
    await tell(orderConfirmed());
    await endpoints.add(webhookEndpoint({ url: 'https://new.example.com/' }));

    clock.advance(ENDPOINTS_LIFE_MS);
    await tell(orderConfirmed());

    expect(queue.waiting.map(({ delivery }) => delivery.endpointId)).toContain(
      webhookEndpoint({ url: 'https://new.example.com/' }).endpointId,
    );
  });

  it('makes up for the announcement of an endpoint that was disabled by somebody who died', async () => {
    const { announced, clock, tell } = setUp();

    await tell(orderConfirmed());
    clock.advance(ENDPOINTS_LIFE_MS);
    await tell(orderConfirmed());

    expect(announced).toEqual([
      { endpointId: off.endpointId, because: 'it failed for days', since: '2026-02-01T00:00:00.000Z' },
    ]);
  });

  it('row 12: fails as poison when it is none', async () => {
    const { fanOut } = setUp();

    await expect(fanOut({ body: '{}', traceHeader: undefined, remainingTimeMs: () => 1 })).rejects.toBeInstanceOf(
      PoisonMessageError,
    );
  });
});
