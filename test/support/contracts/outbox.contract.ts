import { type OrderEvent, orderEventSchema } from '../../../lambdas/contracts/order-event';
import { orderForTea, orderIdOf } from '../mothers/order-mother';
import { carryOrder, intentOf } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

const AT_ONCE = { leftForSeconds: 0, leaseSeconds: 60, limit: 100 };

export function describeOutbox(open: OpenWorld): void {
  describe('Outbox', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const claim = (query = {}) => world.stores.outbox.claim({ ...AT_ONCE, ...query });
    const claimed = async (query = {}) => (await claim(query)).map(({ event }) => event);
    const idsOf = (left: readonly { readonly eventId: string }[]) => left.map(({ eventId }) => eventId);

    /** Undone after the money was taken, and refunded. */
    async function refundOrder(): Promise<void> {
      const { payments, orders, inventory } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await payments.beginRefund(orderId);
      await payments.recordRefunded(orderId, 're_1');
      await payments.recordRefunded(orderId, 're_1');
      await inventory.release(orderId);
      await orders.reject(order, 'ShipmentRefusedError');
    }

    it('holds an event for each change of an order, each as its own statement has answered it', async () => {
      await carryOrder(world.stores, order, 'confirmed');

      const events = world.written.take();
      expect(await claimed()).toEqual(events);
      expect(events.map((event) => orderEventSchema.parse(event))).toEqual(events);
      const { lines, customerId } = order;
      const total = { amountMinor: 1780, currency: 'EUR' };
      expect(events).toMatchObject([
        { version: 1, type: 'OrderReceived', sequence: 1, orderId, customerId, lines },
        { type: 'OrderReserved', sequence: 2, lines, total },
        { type: 'OrderCharged', sequence: 3, total, paymentId: intentOf(orderId) },
        { type: 'OrderShipping', sequence: 4, shipmentId: `shp_${orderId}` },
        { type: 'OrderConfirmed', sequence: 5, lines, total },
      ]);
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(5);
    });

    it('gives a refund a place of its own in the sequence, under the status that stands', async () => {
      await refundOrder();

      const events = world.written.take();
      expect(await claimed()).toEqual(events);
      expect(events.map((event) => orderEventSchema.parse(event))).toEqual(events);
      expect(events.slice(3)).toMatchObject([
        {
          ...{ type: 'PaymentRefunded', sequence: 4, status: 'CHARGED', refundId: 're_1' },
          refunded: { amountMinor: 1780, currency: 'EUR' },
        },
        { type: 'OrderRejected', sequence: 5, status: 'REJECTED', reason: 'ShipmentRefusedError' },
      ]);
      expect((await world.snapshot()).orders[orderId]?.version).toBe(5);
    });

    it('holds an event of an order that needs repair, and none when it is parked once more', async () => {
      await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', []);
      await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', []);

      expect(world.written.take()).toMatchObject([
        { type: 'OrderReceived' },
        { type: 'OrderNeedsRepair', sequence: 2, reason: 'ExecutionFailed' },
      ]);
      expect(await claimed()).toHaveLength(2);
    });

    it('answers no event for a change that was made before', async () => {
      await carryOrder(world.stores, order, 'confirmed');
      world.written.take();
      await carryOrder(world.stores, order, 'confirmed');

      expect(world.written.take()).toEqual([]);
      expect(await claimed()).toHaveLength(5);
    });

    it('says of every event in which trace its order came, also of one that its writer does not publish', async () => {
      const traceHeader = 'Root=1-5f84c7a5-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1';
      const traced = { ...order, traceHeader };
      const untraceable = { ...orderForTea(1), orderId: orderIdOf(78), traceHeader: 'x'.repeat(300) };

      await carryOrder(world.stores, traced, 'confirmed');
      await world.stores.orders.markNeedsRepair(untraceable, 'ExecutionFailed', []);

      const events = world.written.take();
      const left = await claimed();
      const tracesOf = (id: string) =>
        left.flatMap((event) => {
          const parsed = orderEventSchema.parse(event);
          return parsed.orderId === id ? [parsed.trace] : [];
        });
      expect(left).toEqual(expect.arrayContaining([...events]));
      expect(tracesOf(orderId)).toEqual(Array(5).fill(traceHeader));
      expect(tracesOf(untraceable.orderId)).toEqual([undefined, undefined]);
    });

    it('lets go of what was published, however often it is told so', async () => {
      await carryOrder(world.stores, order, 'reserved');
      const [received, reserved] = world.written.take() as readonly [OrderEvent, OrderEvent];

      await world.stores.outbox.markPublished([received.eventId]);
      await world.stores.outbox.markPublished([received.eventId, orderIdOf(77)]);

      expect(await claimed()).toEqual([reserved]);
      expect((await world.snapshot()).events).toHaveLength(2);
    });

    it('gives an event to nobody else while it is claimed, and counts the claims', async () => {
      await carryOrder(world.stores, order, 'reserved');

      expect(await claim({ leaseSeconds: 0 })).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
      expect(await claim()).toMatchObject([{ attempts: 2 }, { attempts: 2 }]);
      expect(await claim()).toEqual([]);
    });

    it('leaves events to their writers for a while, and gives no more than were asked for, oldest first', async () => {
      await carryOrder(world.stores, order, 'charged');

      expect(await claim({ leftForSeconds: 3_600 })).toEqual([]);
      expect(await claimed({ limit: 2 })).toMatchObject([{ sequence: 1 }, { sequence: 2 }]);
    });

    it('parks an event with its reason until it is let go on', async () => {
      await carryOrder(world.stores, order, 'reserved');
      const [received, reserved] = idsOf(await claim({ leaseSeconds: 0 })) as [string, string];
      const { outbox } = world.stores;

      await outbox.park([{ eventId: received, reason: 'malformed at lines' }]);

      expect(await outbox.parked({ limit: 10 })).toMatchObject([
        {
          ...{ eventId: received, orderId, type: 'OrderReceived', sequence: 1, attempts: 1 },
          reason: 'malformed at lines',
        },
      ]);
      expect(await outbox.backlog()).toMatchObject({ waiting: 1, parked: 1 });
      expect(idsOf(await claim({ leaseSeconds: 0 }))).toEqual([reserved]);

      expect(await outbox.unpark(received)).toBe(true);
      expect(await outbox.unpark(received)).toBe(false);
      expect(await outbox.parked({ limit: 10 })).toEqual([]);
      expect(idsOf(await claim()).sort()).toEqual([received, reserved].sort());
    });

    it('says how much waits, and for how long', async () => {
      expect(await world.stores.outbox.backlog()).toEqual({ waiting: 0, oldestAgeSeconds: 0, parked: 0 });

      await carryOrder(world.stores, order, 'reserved');

      const { oldestAgeSeconds, ...counts } = await world.stores.outbox.backlog();
      expect(counts).toEqual({ waiting: 2, parked: 0 });
      expect(oldestAgeSeconds).toBeGreaterThanOrEqual(0);
      expect(oldestAgeSeconds).toBeLessThan(600);
    });
  });
}
