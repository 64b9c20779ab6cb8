import { orderForTea } from '../mothers/order-mother';
import { carryOrder, intentOf, type Stage } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describeOrderStore(open: OpenWorld): void {
  describe('OrderStore', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const carry = (until: Stage) => carryOrder(world.stores, order, until);
    const row = async () => (await world.snapshot()).orders[orderId];
    const unfinished = async () => (await row())?.unfinished?.map(({ step }) => step);
    const eventTypes = async () => (await world.snapshot()).events.map(({ type }) => type);

    it('confirms an order once: the reservation becomes a sale', async () => {
      await carry('shipping');

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });

      const { orders, reservations, stock } = await world.snapshot();
      expect(orders[orderId]).toMatchObject({ status: 'CONFIRMED', version: 5 });
      expect(reservations[orderId]?.state).toBe('SOLD');
      expect(stock['TEA']).toEqual({ initial: 5, available: 3, reserved: 0, sold: 2 });
      expect(await eventTypes()).toEqual([
        'OrderReceived',
        'OrderReserved',
        'OrderCharged',
        'OrderShipping',
        'OrderConfirmed',
      ]);
    });

    it.each([
      { stage: 'reserved', status: 'RESERVED' },
      { stage: 'charged', status: 'CHARGED' },
      { stage: 'shipment-open', status: 'CHARGED' },
    ] as const)('fails to confirm an order that is at $stage', async ({ stage, status }) => {
      await carry(stage);

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'out-of-order', status });
    });

    it('fails to confirm an order that nobody knows', async () => {
      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'out-of-order', status: 'UNKNOWN' });
    });

    it.each([
      ['release', (w: StoreWorld) => w.stores.inventory.release(orderId)],
      ['refund', (w: StoreWorld) => w.stores.payments.beginRefund(orderId)],
      ['cancel', (w: StoreWorld) => w.stores.shipments.beginCancelShipment(orderId)],
    ])('row 40: refuses to confirm after a %s has begun', async (_, compensate) => {
      await carry('shipping');
      await compensate(world);

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
      expect((await row())?.status).toBe('SHIPPING');
    });

    it('rejects an order that was undone, with its reason', async () => {
      await carry('charge-open');
      await world.stores.payments.recordDeclined(orderId, 'card_declined', intentOf(orderId));
      await world.stores.inventory.release(orderId);

      expect(await world.stores.orders.reject(order, 'PaymentDeclinedError')).toEqual({
        status: 'REJECTED',
        unfinished: [],
      });
      expect(await world.stores.orders.reject(order, 'ProcessingFailed')).toEqual({
        status: 'REJECTED',
        unfinished: [],
      });
      expect(await row()).toMatchObject({ status: 'REJECTED', version: 3, reason: 'PaymentDeclinedError' });
      expect(await eventTypes()).toEqual(['OrderReceived', 'OrderReserved', 'OrderRejected']);
    });

    it('rejects an order that was never written, and lets no late step resurrect it', async () => {
      expect(await world.stores.orders.reject(order, 'ProcessingFailed')).toMatchObject({ status: 'REJECTED' });

      expect(await world.stores.inventory.reserve(order)).toEqual({ kind: 'undone' });
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
      expect(await eventTypes()).toEqual(['OrderReceived', 'OrderRejected']);
    });

    it.each([
      { stage: 'reserved', unfinished: [{ step: 'ReleaseInventory', error: 'the reservation is HELD' }] },
      {
        stage: 'charge-open',
        unfinished: [
          { step: 'RefundPayment', error: 'the payment is OPEN' },
          { step: 'ReleaseInventory', error: 'the reservation is HELD' },
        ],
      },
      {
        stage: 'shipping',
        unfinished: [
          { step: 'CancelShipment', error: 'the shipment is BOOKED' },
          { step: 'RefundPayment', error: 'the payment is CHARGED' },
          { step: 'ReleaseInventory', error: 'the reservation is HELD' },
        ],
      },
    ] as const)('parks an order at $stage instead of rejecting it', async ({ stage, unfinished }) => {
      await carry(stage);

      expect(await world.stores.orders.reject(order, 'ProcessingFailed')).toEqual({
        status: 'NEEDS_REPAIR',
        unfinished,
      });
      const parked = await row();
      expect(parked).toMatchObject({ status: 'NEEDS_REPAIR', unfinished, compensating: true });

      expect(await world.stores.orders.reject(order, 'ProcessingFailed')).toEqual({
        status: 'NEEDS_REPAIR',
        unfinished,
      });
      expect(await row()).toEqual(parked);
    });

    it('rejects a parked order once everything is undone', async () => {
      await carry('reserved');
      await world.stores.orders.reject(order, 'ProcessingFailed');
      await world.stores.inventory.release(orderId);

      expect(await world.stores.orders.reject(order, 'OutOfStockError')).toEqual({
        status: 'REJECTED',
        unfinished: [],
      });
      expect(await row()).toMatchObject({ status: 'REJECTED', reason: 'OutOfStockError', unfinished: null });
    });

    it('leaves a confirmed order confirmed', async () => {
      await carry('confirmed');
      const before = await world.snapshot();

      expect(await world.stores.orders.reject(order, 'ProcessingFailed')).toEqual({
        status: 'CONFIRMED',
        unfinished: [],
      });
      expect(await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', [])).toBe('CONFIRMED');
      expect(await world.snapshot()).toEqual(before);
    });

    it('row 37: parks an order with what is unfinished, also one that was never written', async () => {
      const unfinished = [{ step: 'RefundPayment', error: 'RefundFailedError' }];

      expect(await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', unfinished)).toBe('NEEDS_REPAIR');
      expect(await row()).toMatchObject({ status: 'NEEDS_REPAIR', version: 2, reason: 'ProcessingFailed', unfinished });
      expect(await eventTypes()).toEqual(['OrderReceived', 'OrderNeedsRepair']);
    });

    it('finds out itself what is unfinished when the execution was ended from outside', async () => {
      await carry('charged');

      expect(await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', [])).toBe('NEEDS_REPAIR');
      expect(await row()).toMatchObject({
        reason: 'ExecutionAborted',
        unfinished: [
          { step: 'RefundPayment', error: 'the payment is CHARGED' },
          { step: 'ReleaseInventory', error: 'the reservation is HELD' },
        ],
      });
    });

    it('keeps what is known of a parked order, until a later call knows more', async () => {
      const first = [{ step: 'RefundPayment', error: 'RefundFailedError' }];
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', first);
      const parked = await row();

      await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', []);
      expect(await row()).toEqual(parked);

      const later = [{ step: 'ReleaseInventory', error: 'States.Timeout' }];
      await world.stores.orders.markNeedsRepair(order, 'PaymentDeclinedError', later);
      expect(await row()).toEqual({ ...parked, unfinished: later });
    });

    describe('by whoever knows nothing of how it ended', () => {
      const park = () => world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', [], { mayBeWhole: true });

      it('leaves an order that was about to be confirmed with nothing else to do, so that it still can be', async () => {
        await carry('shipping');
        await park();
        await park();

        expect((await row())?.unfinished).toEqual([{ step: 'ConfirmOrder', error: 'ExecutionFailed' }]);
        expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
      });

      it.each([
        ['is not booked yet', () => carry('shipment-open')],
        [
          'is being undone',
          async () => {
            await carry('shipping');
            await world.stores.shipments.beginCancelShipment(orderId);
          },
        ],
        [
          'is parked already by who knew more',
          async () => {
            await carry('shipping');
            await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
              { step: 'CancelShipment', error: 'States.Timeout' },
            ]);
          },
        ],
      ])('has one undone that %s', async (_, bring) => {
        await bring();
        await park();

        expect((await row())?.unfinished?.map(({ step }) => step)).toEqual([
          ...['CancelShipment', 'RefundPayment', 'ReleaseInventory'],
        ]);
      });
    });

    it('keeps why an order first needed repair, whatever undo fails later', async () => {
      await carry('charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.stores.payments.beginRefund(orderId);
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
        { step: 'RefundPayment', error: 'DependencyUnavailableError' },
      ]);

      expect(await row()).toMatchObject({
        reason: 'ExecutionAborted',
        unfinished: [
          { step: 'RefundPayment', error: 'DependencyUnavailableError' },
          { step: 'ReleaseInventory', error: 'the reservation is HELD' },
        ],
      });
    });

    it('keeps the pivot on record when an undo failed that never began, and not once one has', async () => {
      const pivot = { step: 'ConfirmOrder', error: 'States.Timeout' };
      const failed = ['CancelShipment', 'RefundPayment', 'ReleaseInventory'].map((step) => ({
        ...{ step, error: 'Lambda.TooManyRequestsException' },
      }));
      await carry('shipping');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [pivot]);

      for (const _ of ['first', 'second']) {
        await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', failed);
        expect((await row())?.unfinished).toEqual([...failed, pivot]);
      }
      const again = { ...pivot, error: 'UndecidedError' };
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [again]);
      expect((await row())?.unfinished).toEqual([again]);

      await world.stores.inventory.release(orderId, { evenIfNotCancelled: true });
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', failed.slice(0, 2));
      expect((await row())?.unfinished).toEqual(failed.slice(0, 2));
    });

    it.each([
      [
        'a run that could not release its stock',
        (w: StoreWorld) =>
          w.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
            { step: 'ReleaseInventory', error: 'States.Timeout' },
          ]),
      ],
      [
        'a run that undid all it knew of, of an order that was parked for its stock',
        async (w: StoreWorld) => {
          await w.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
            { step: 'ReleaseInventory', error: 'States.Timeout' },
          ]);
          await w.stores.orders.reject(order, 'OrderUndoneError');
        },
      ],
    ])('row 37: lists the charge that an earlier run left behind, after %s', async (_, end) => {
      await carry('charged');
      await end(world);

      expect((await row())?.unfinished).toEqual([
        { step: 'ReleaseInventory', error: 'States.Timeout' },
        { step: 'RefundPayment', error: 'the payment is CHARGED' },
      ]);
    });

    it('lists nothing but the pivot while nothing of the order is undone, and everything afterwards', async () => {
      const pivot = { step: 'ConfirmOrder', error: 'States.Timeout' };
      await carry('shipping');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [pivot]);
      expect((await row())?.unfinished).toEqual([pivot]);

      await world.stores.orders.reject(order, 'ProcessingFailed');
      expect(await unfinished()).toEqual(['CancelShipment', 'RefundPayment', 'ReleaseInventory']);
    });

    it('takes off the record what the release of its stock has settled', async () => {
      await carry('shipping');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
        { step: 'ConfirmOrder', error: 'States.Timeout' },
      ]);
      await world.stores.inventory.release(orderId, { evenIfNotCancelled: true });

      expect((await world.stores.orders.reject(order, 'ReservationExpired')).status).toBe('NEEDS_REPAIR');
      expect(await unfinished()).toEqual(['CancelShipment', 'RefundPayment']);
    });

    it('takes off the record, step by step, what its participants have settled, until nothing is left', async () => {
      const { inventory, orders, payments, shipments } = world.stores;
      await carry('shipping');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await orders.reject(order, 'ProcessingFailed');
      expect(await unfinished()).toEqual(['CancelShipment', 'RefundPayment', 'ReleaseInventory']);

      await payments.beginRefund(orderId);
      await orders.reject(order, 'ProcessingFailed');
      expect(await unfinished()).toEqual(['CancelShipment', 'RefundPayment', 'ReleaseInventory']);
      await payments.recordRefunded(orderId, 're_1');
      await orders.reject(order, 'ProcessingFailed');
      expect(await unfinished()).toEqual(['CancelShipment', 'ReleaseInventory']);
      await shipments.beginCancelShipment(orderId);
      await shipments.recordShipmentCancelled(orderId);
      await orders.reject(order, 'ProcessingFailed');
      expect(await unfinished()).toEqual(['ReleaseInventory']);
      await inventory.release(orderId);
      expect(await orders.reject(order, 'ProcessingFailed')).toEqual({ status: 'REJECTED', unfinished: [] });
      expect(await row()).toMatchObject({ status: 'REJECTED', unfinished: null });
    });

    it.each([
      ['RefundPayment', 'voided', (w: StoreWorld) => w.stores.payments.beginRefund(orderId)],
      ['CancelShipment', 'cancelled', (w: StoreWorld) => w.stores.shipments.beginCancelShipment(orderId)],
    ])('takes %s off the record also when its tombstone, %s, is all that there is', async (step, _, undo) => {
      await carry('reserved');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [{ step, error: 'States.Timeout' }]);
      await undo(world);

      expect((await world.stores.orders.reject(order, 'ProcessingFailed')).status).toBe('NEEDS_REPAIR');
      expect(await unfinished()).toEqual(['ReleaseInventory']);
    });

    it('confirms a parked order of which nothing was undone: its pivot was run again', async () => {
      await carry('shipping');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
        { step: 'ConfirmOrder', error: 'States.Timeout' },
      ]);

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
      expect(await row()).toMatchObject({ status: 'CONFIRMED', reason: null, unfinished: null });
    });

    it('fails to confirm a parked order that a person has settled, whole as it is', async () => {
      await carry('shipping');
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
        { step: 'ConfirmOrder', error: 'States.Timeout' },
      ]);
      const { version = 0, unfinished: seen } = (await row()) ?? {};
      await world.stores.resolutions.record({
        ...{ orderId, version, unfinished: seen ?? [], reason: 'paid back in cash', by: 'ada' },
      });

      const refusal = { kind: 'out-of-order', status: 'NEEDS_REPAIR' };
      expect(await world.stores.orders.confirm(orderId)).toEqual(refusal);
      // Its saga, which somebody had go on, gives up.
      await world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', [
        { step: 'ConfirmOrder', error: 'StepOutOfOrderError' },
      ]);
      expect(await world.stores.orders.confirm(orderId)).toEqual(refusal);
      expect(await row()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: seen });
    });

    it('refuses to confirm an order that was parked on its way back', async () => {
      await carry('shipping');
      await world.stores.orders.reject(order, 'ProcessingFailed');

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
    });

    it('fails to confirm a parked order that is not whole', async () => {
      await carry('charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'out-of-order', status: 'NEEDS_REPAIR' });
    });
  });
}
