import type { DeliveryLog, DeliveryRecords } from '../../../lambdas/ports/deliveries';
import type { EndpointHealth, WebhookEndpoints } from '../../../lambdas/ports/webhook-endpoints';
import type { WebhookProgress, WebhookReplays } from '../../../lambdas/ports/webhook-progress';
import { ORDER_ID } from '../intake/order-mother';
import { webhookDelivery, webhookEndpoint } from './webhook-mother';

export interface OutwardStores {
  readonly endpoints: WebhookEndpoints & EndpointHealth;
  readonly progress: WebhookProgress & WebhookReplays;
  readonly log: DeliveryRecords & DeliveryLog;
}

const at = (seconds: number): Date => new Date(Date.parse('2026-03-01T12:00:00.000Z') + seconds * 1_000);
const LEASE_MS = 60_000;

/** What the stores of everything that leaves the house do: the twins of the tests are held to the same as the tables. */
export function describeOutwardStores(name: string, makeStores: () => Promise<OutwardStores>): void {
  let stores: OutwardStores;
  beforeEach(async () => {
    stores = await makeStores();
  });

  describe(`A store of webhook endpoints: ${name}`, () => {
    const { endpointId } = webhookEndpoint();

    it('keeps an endpoint as it was given, once', async () => {
      const endpoint = webhookEndpoint({ description: 'ERP', eventTypes: ['OrderConfirmed'] });

      const added = await Promise.all(Array.from({ length: 5 }, () => stores.endpoints.add(endpoint)));

      expect(added.filter((isNew) => isNew)).toHaveLength(1);
      expect(await stores.endpoints.find(endpointId)).toEqual(endpoint);
      expect(await stores.endpoints.list()).toEqual([endpoint]);
    });

    it('remembers the first of a row of failures, and forgets it with a success', async () => {
      await stores.endpoints.add(webhookEndpoint());

      await stores.endpoints.failed(endpointId, at(1));
      await stores.endpoints.failed(endpointId, at(2));
      expect((await stores.endpoints.find(endpointId))?.state).toEqual({
        status: 'enabled',
        failingSince: at(1).toISOString(),
      });
      await stores.endpoints.recovered(endpointId);
      expect((await stores.endpoints.find(endpointId))?.state).toEqual({ status: 'enabled' });
    });

    it('disables an endpoint once, however many find out at once, and enables it again', async () => {
      await stores.endpoints.add(webhookEndpoint());
      await stores.endpoints.failed(endpointId, at(1));

      const disabled = await Promise.all(
        Array.from({ length: 5 }, () => stores.endpoints.disable(endpointId, 'it failed for days', at(9))),
      );
      await stores.endpoints.announced(endpointId);

      expect(disabled.filter((byMe) => byMe)).toHaveLength(1);
      const state = { status: 'disabled', since: at(9).toISOString(), because: 'it failed for days', announced: true };
      expect((await stores.endpoints.find(endpointId))?.state).toEqual(state);
      await stores.endpoints.failed(endpointId, at(10));
      await stores.endpoints.recovered(endpointId);
      expect((await stores.endpoints.find(endpointId))?.state).toEqual(state);
      const changed = await stores.endpoints.change(endpointId, {
        state: { status: 'enabled' },
        eventTypes: ['OrderRejected'],
      });
      expect(changed).toEqual(webhookEndpoint({ eventTypes: ['OrderRejected'] }));
    });

    it('makes no endpoint of what is told about one that is gone', async () => {
      await stores.endpoints.add(webhookEndpoint());
      expect(await stores.endpoints.remove(endpointId)).toBe(true);

      await stores.endpoints.failed(endpointId, at(1));
      await stores.endpoints.recovered(endpointId);
      await stores.endpoints.announced(endpointId);
      expect(await stores.endpoints.disable(endpointId, 'it said that it is gone', at(1))).toBe(false);
      expect(await stores.endpoints.change(endpointId, { description: 'x' })).toBeUndefined();
      expect(await stores.endpoints.remove(endpointId)).toBe(false);

      expect(await stores.endpoints.list()).toEqual([]);
    });
  });

  describe(`How far deliveries have come: ${name}`, () => {
    const delivery = webhookDelivery();
    const attempt = (number: number) => webhookDelivery({ attempt: number });

    it('lets one of many copies make an attempt', async () => {
      const claims = await Promise.all(
        Array.from({ length: 10 }, () => stores.progress.claim(delivery, at(0), LEASE_MS)),
      );

      expect(claims.filter((claim) => claim === 'yours')).toHaveLength(1);
      expect(claims.filter((claim) => claim === 'busy')).toHaveLength(9);
    });

    it('lets the attempts follow each other until one is the last', async () => {
      await stores.progress.claim(attempt(1), at(0), LEASE_MS);
      await stores.progress.settle(attempt(1));
      expect(await stores.progress.claim(attempt(1), at(1), LEASE_MS)).toBe('settled');
      expect(await stores.progress.claim(attempt(2), at(2), LEASE_MS)).toBe('yours');
      await stores.progress.settle(attempt(1), 'given up'); // late, from the one before
      expect(await stores.progress.claim(attempt(2), at(3), LEASE_MS)).toBe('busy');
      await stores.progress.settle(attempt(2), 'delivered');

      expect(await stores.progress.claim(attempt(3), at(4), LEASE_MS)).toBe('settled');
    });

    it('lets an attempt be made again when its lease has run out', async () => {
      await stores.progress.claim(delivery, at(0), LEASE_MS);

      expect(await stores.progress.claim(delivery, at(59), LEASE_MS)).toBe('busy');
      expect(await stores.progress.claim(delivery, at(60), LEASE_MS)).toBe('yours');
    });

    it('lets an attempt be made at once when it was released, by whoever held it and by nobody else', async () => {
      await stores.progress.claim(delivery, at(0), LEASE_MS);
      await stores.progress.release(delivery, at(0), LEASE_MS);
      expect(await stores.progress.claim(delivery, at(1), LEASE_MS)).toBe('yours');

      await stores.progress.release(delivery, at(0), LEASE_MS); // late, of the claim before
      expect(await stores.progress.claim(delivery, at(2), LEASE_MS)).toBe('busy');
      await stores.progress.settle(delivery, 'delivered');
      await stores.progress.release(delivery, at(1), LEASE_MS);
      expect(await stores.progress.claim(delivery, at(3), LEASE_MS)).toBe('settled');
    });

    it('lets a delivery begin anew, and nothing of the time before go on', async () => {
      await stores.progress.claim(attempt(8), at(0), LEASE_MS);
      await stores.progress.settle(attempt(8), 'given up');

      const again = await stores.progress.restart(delivery.deliveryId, at(1));

      expect(again).toEqual({ ...delivery, run: 1, attempt: 1 });
      expect(await stores.progress.claim(attempt(8), at(2), LEASE_MS)).toBe('settled');
      expect(again && (await stores.progress.claim(again, at(2), LEASE_MS))).toBe('yours');
      expect(await stores.progress.find(delivery.deliveryId)).toEqual(again);
    });

    it('knows nothing of a delivery that nobody has begun', async () => {
      await stores.progress.settle(delivery, 'skipped');

      expect(await stores.progress.find(delivery.deliveryId)).toBeUndefined();
      expect(await stores.progress.restart(delivery.deliveryId, at(1))).toBeUndefined();
      expect(await stores.progress.claim(delivery, at(1), LEASE_MS)).toBe('yours');
    });
  });

  describe(`A log of deliveries: ${name}`, () => {
    const entry = (n: number, changes: Partial<Parameters<DeliveryRecords['record']>[0]> = {}) => ({
      kind: 'webhook' as const,
      deliveryId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      eventId: `event-${n}`,
      eventType: 'OrderConfirmed',
      orderId: ORDER_ID,
      target: webhookEndpoint().endpointId,
      attempt: 1,
      outcome: 'delivered' as const,
      at: at(n).toISOString(),
      ...changes,
    });

    it('finds attempts by order, oldest first, and by endpoint and kind, newest first', async () => {
      const mail = entry(3, { kind: 'mail', target: 'order-confirmed', messageId: 'mail-1', sequence: 5 });
      const { orderId: _, ...aboutNone } = entry(4, {
        outcome: 'failed',
        reason: 'no answer in time',
        durationMs: 15_000,
      });
      for (const one of [entry(2), entry(1), mail, aboutNone]) {
        await stores.log.record(one);
      }

      const byTime = (deliveries: readonly { readonly at: string }[]) =>
        [...deliveries].sort((a, b) => (a.at < b.at ? -1 : 1));
      expect(byTime(await stores.log.ofOrder(ORDER_ID))).toEqual([entry(1), entry(2), mail]);
      const ofEndpoint = await stores.log.ofEndpoint(webhookEndpoint().endpointId);
      expect(byTime(ofEndpoint.deliveries)).toEqual([entry(1), entry(2), aboutNone]);
      expect((await stores.log.recent('mail')).deliveries).toEqual([mail]);
      expect(await stores.log.ofOrder('00000000-0000-4000-8000-000000000000')).toEqual([]);
    });
  });
}
