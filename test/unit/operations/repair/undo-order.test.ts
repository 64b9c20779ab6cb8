import { DependencyUnavailableError, RefundFailedError } from '../../../../lambdas/domain/failures';
import { UNDO_STEPS } from '../../../../lambdas/domain/undo-steps';
import { interruptedPorts } from '../../../support/repair/interrupted-ports';
import { ACTIONS, ORDER_ID, undoBench } from '../../../support/repair/undo-bench';

const away = new DependencyUnavailableError('carrier');

async function parked(until: (typeof ACTIONS)[number] = 'BookShipment') {
  const bench = undoBench();
  await bench.carry(until);
  await bench.park();
  return bench;
}

describe('Operation: undo an order in repair', () => {
  it('runs the way back of its saga, in its order, and ends it as rejected with nothing left', async () => {
    const bench = await parked();

    expect(await bench.undo()).toMatchObject({
      kind: 'undone',
      steps: [
        { step: 'CancelShipment', outcome: 'done', answer: { outcome: 'cancelled' } },
        { step: 'RefundPayment', outcome: 'done', answer: { outcome: 'refunded' } },
        { step: 'ReleaseInventory', outcome: 'done', answer: { reservation: 'RELEASED' } },
        { step: 'RejectOrder', outcome: 'done', answer: { status: 'REJECTED' } },
      ],
    });
    expect(bench.called.map(({ step }) => step)).toEqual(UNDO_STEPS);
    expect(bench.world.payments()).toMatchObject([
      { captures: 1, refunds: 1, capturedMinor: 1_780, refundedMinor: 1_780 },
    ]);
    expect(bench.world.shipments()).toMatchObject([{ state: 'cancelled' }]);
    expect((await bench.world.snapshot()).stock['TEA']).toMatchObject({ available: 5, reserved: 0, sold: 0 });
    expect(await bench.violations()).toEqual([]);
  });

  it('hands each step the state of the saga, with why the order is where it is', async () => {
    const bench = await parked('ChargePayment');
    await bench.undo();

    expect(bench.called.map(({ saga }) => saga)).toEqual(
      UNDO_STEPS.map(() => ({
        schemaVersion: 1,
        ...{ orderId: ORDER_ID, customerId: 'customer-1', acceptedAt: bench.saga.acceptedAt },
        lines: [{ sku: 'TEA', quantity: 2 }],
        failure: { Error: 'ExecutionAborted' },
      })),
    );
  });

  it('goes on after a step that failed, tells the last one, and says so; again, it finishes', async () => {
    const bench = await parked();
    bench.break({ step: 'RefundPayment', error: away });

    expect(await bench.undo()).toMatchObject({
      kind: 'unfinished',
      steps: [
        { step: 'CancelShipment', outcome: 'done' },
        { step: 'RefundPayment', outcome: 'failed', error: 'DependencyUnavailableError' },
        { step: 'ReleaseInventory', outcome: 'done' },
        { step: 'RejectOrder', outcome: 'failed', error: 'NeedsRepairError' },
      ],
    });
    expect(bench.called.at(-1)?.saga.repair).toEqual({ RefundPayment: { Error: 'DependencyUnavailableError' } });
    expect(await bench.onRecord()).toMatchObject({
      status: 'NEEDS_REPAIR',
      unfinished: [{ step: 'RefundPayment', error: 'DependencyUnavailableError' }],
    });
    expect(await bench.violations()).toEqual([]);

    bench.break();
    expect(await bench.undo()).toMatchObject({ kind: 'undone' });
    expect(bench.world.payments()).toMatchObject([{ captures: 1, refunds: 1 }]);
  });

  it('leaves on record why the order needed repair, who tried to undo it, and where that stopped', async () => {
    const bench = await parked();
    bench.break({ step: 'RefundPayment', error: away });
    await bench.undo();

    expect(await bench.onRecord()).toMatchObject({
      reason: 'ExecutionAborted',
      unfinished: [{ step: 'RefundPayment', error: 'DependencyUnavailableError' }],
    });
    expect(bench.actions.all).toMatchObject([
      { kind: 'undo', by: 'ada', outcome: 'failed', reason: expect.stringContaining('unfinished: RefundPayment') },
    ]);
    expect(await bench.plan()).toMatchObject({ kind: 'possible', tried: { by: 'ada', outcome: 'failed' } });
  });

  it('keeps the confirmation on record as unfinished while no step of an undo has run', async () => {
    const bench = undoBench();
    await bench.carry('BookShipment');
    await bench.park('ProcessingFailed', [{ step: 'ConfirmOrder', error: 'States.Timeout' }]);
    const [cancel, refund, release] = UNDO_STEPS;
    bench.break(...[cancel, refund, release].map((step) => ({ step, error: away })));

    expect(await bench.undo({ evenIfNotCancelled: true })).toMatchObject({ kind: 'unfinished' });
    expect((await bench.onRecord())?.unfinished.map(({ step }) => step)).toEqual([
      ...[cancel, refund, release],
      'ConfirmOrder',
    ]);
    expect(await bench.violations()).toEqual([]);

    bench.break();
    expect(await bench.undo()).toMatchObject({ kind: 'undone' });
  });

  it('gives neither money nor stock back while the carrier has not cancelled the parcel, however often it is tried', async () => {
    const bench = await parked();
    const unfinished = (await bench.onRecord())?.unfinished;
    bench.carrierDoesNotCancel(away);

    for (const _ of ['first', 'second']) {
      expect(await bench.undo()).toEqual({
        kind: 'not-cancelled',
        steps: [
          expect.objectContaining({ step: 'CancelShipment', outcome: 'failed' }),
          { step: 'RefundPayment', outcome: 'not run' },
          { step: 'ReleaseInventory', outcome: 'not run' },
          { step: 'RejectOrder', outcome: 'not run' },
        ],
      });
    }
    expect(bench.called.map(({ step }) => step)).toEqual(['CancelShipment', 'CancelShipment']);
    expect(bench.world.shipments()).toMatchObject([{ state: 'booked' }]);
    expect(bench.world.payments()).toMatchObject([{ captures: 1, refunds: 0 }]);
    expect(await bench.onRecord()).toMatchObject({
      ...{ status: 'NEEDS_REPAIR', unfinished },
      books: { payment: 'CHARGED', reservation: 'HELD' },
    });
    expect(bench.actions.all.at(-1)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('the carrier has not cancelled the parcel'),
    });
    expect(await bench.violations()).toEqual([]);
  });

  it('gives both back all the same when it is told to, and finishes once the carrier answers', async () => {
    const bench = await parked();
    bench.break({ step: 'CancelShipment', error: away });
    await bench.undo();

    expect(await bench.undo({ evenIfNotCancelled: true })).toMatchObject({
      kind: 'unfinished',
      steps: [{ outcome: 'failed' }, { outcome: 'done' }, { outcome: 'done' }, { error: 'NeedsRepairError' }],
    });
    expect(await bench.onRecord()).toMatchObject({
      status: 'NEEDS_REPAIR',
      unfinished: [{ step: 'CancelShipment', error: 'DependencyUnavailableError' }],
      books: { payment: 'REFUNDED', reservation: 'RELEASED' },
    });
    expect(bench.actions.all.at(-1)?.reason).toMatch(
      /^the customer has called \(even if the parcel is not cancelled\)/,
    );

    bench.break();
    expect(await bench.undo()).toMatchObject({ kind: 'undone' });
    expect(bench.world.payments()).toMatchObject([{ captures: 1, refunds: 1 }]);
    expect(await bench.violations()).toEqual([]);
  });

  it('stops as well at a parcel of which the answer was lost: it may be there', async () => {
    const bench = undoBench();
    await bench.carry('ChargePayment');
    const killedBehindTheCall = interruptedPorts(bench.world.ports, 2, 'after');
    await expect(bench.act('BookShipment', killedBehindTheCall)).rejects.toThrow();
    await bench.park();
    bench.carrierDoesNotCancel(away);

    expect(bench.world.shipments()).toMatchObject([{ state: 'booked' }]);
    expect((await bench.onRecord())?.books.shipment).toBe('OPEN');
    expect(await bench.undo()).toMatchObject({ kind: 'not-cancelled' });
    expect(bench.world.payments()).toMatchObject([{ refunds: 0 }]);
  });

  it('goes on without the carrier when no parcel was ever asked for', async () => {
    const bench = await parked('ChargePayment');
    bench.break({ step: 'CancelShipment', error: away });

    expect(await bench.undo()).toMatchObject({
      kind: 'unfinished',
      steps: [{ outcome: 'failed' }, { step: 'RefundPayment', outcome: 'done' }, { outcome: 'done' }, {}],
    });
    expect(bench.world.payments()).toMatchObject([{ captures: 1, refunds: 1 }]);
  });

  it('keeps the order in repair when the refund fails for good, and all else is undone', async () => {
    const bench = undoBench({ scenario: 'refund-fails' });
    await bench.act('ReserveInventory');
    await bench.act('ChargePayment');
    await bench.park();

    expect(await bench.undo()).toMatchObject({ kind: 'unfinished' });
    expect(await bench.onRecord()).toMatchObject({
      status: 'NEEDS_REPAIR',
      unfinished: [{ step: 'RefundPayment', error: new RefundFailedError('').name }],
      books: { reservation: 'RELEASED' },
    });
  });

  it('is the same twice, since a final order is left alone', async () => {
    const bench = await parked();
    await bench.undo();
    const before = await bench.world.snapshot();

    expect(await bench.undo()).toEqual({ kind: 'refused', why: 'it is REJECTED: everything is undone already' });
    expect(await bench.world.snapshot()).toEqual(before);
  });

  it.each(ACTIONS.slice(0, 3))('ends an order whose execution was aborted after %s', async (until) => {
    const bench = await parked(until);

    expect(await bench.undo()).toMatchObject({ kind: 'undone' });
    expect(await bench.status()).toBe('REJECTED');
    expect(await bench.violations()).toEqual([]);
  });

  it('ends an order whose execution was aborted before anything had happened', async () => {
    const bench = undoBench();
    await bench.park();

    expect(await bench.undo()).toMatchObject({ kind: 'undone' });
    expect(await bench.violations()).toEqual([]);
  });

  it('lets an order stand that was confirmed in between, and calls nothing after the first refusal', async () => {
    const bench = await parked();
    await bench.lookOnce();
    await bench.act('ConfirmOrder');

    expect(await bench.undo()).toMatchObject({
      kind: 'confirmed',
      steps: [{ step: 'CancelShipment', error: 'OrderConfirmedError' }],
    });
    expect(bench.called).toHaveLength(1);
    expect(bench.actions.all).toMatchObject([{ outcome: 'failed', reason: expect.stringContaining('stands') }]);
    expect(await bench.violations()).toEqual([]);
  });

  it('writes down who did it and why, before and after', async () => {
    const bench = await parked();
    const written: unknown[] = [];
    const record = bench.actions.record.bind(bench.actions);
    bench.actions.record = async (action) => {
      written.push(action.outcome, bench.called.length);
      await record(action);
    };
    await bench.undo();

    expect(written).toEqual(['begun', 0, 'done', 4]);
    expect(bench.actions.all).toMatchObject([
      { kind: 'undo', orderId: ORDER_ID, by: 'ada', outcome: 'done', reason: 'the customer has called' },
    ]);
  });

  it('says in the record what failed, beside why it was done', async () => {
    const bench = await parked();
    bench.break({ step: 'RefundPayment', error: away });
    await bench.undo();

    expect(bench.actions.all).toMatchObject([
      {
        outcome: 'failed',
        reason: expect.stringMatching(/^the customer has called \(.*RefundPayment \(DependencyUnavailableError\)/),
      },
    ]);
  });

  it('does nothing that cannot be written down', async () => {
    const bench = await parked();
    bench.actions.record = () => Promise.reject(new DependencyUnavailableError('failure records table'));

    expect(await bench.undo()).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('failure records table'),
    });
    expect(bench.called).toEqual([]);
  });

  it('says before what would be done and what the books say, and changes nothing by that', async () => {
    const bench = await parked('ChargePayment');
    const before = await bench.world.snapshot();

    expect(await bench.plan()).toMatchObject({
      kind: 'possible',
      steps: UNDO_STEPS,
      order: { status: 'NEEDS_REPAIR', books: { payment: 'CHARGED', reservation: 'HELD', shipment: undefined } },
    });
    expect([bench.called, bench.actions.all]).toEqual([[], []]);
    expect(await bench.world.snapshot()).toEqual(before);
  });
});

describe('Operation: undo refuses', () => {
  it('while an execution runs, and says how to stop it', async () => {
    const bench = await parked();
    bench.setExecution('RUNNING');

    expect(await bench.undo()).toMatchObject({ kind: 'refused', why: expect.stringContaining(`stop ${ORDER_ID}`) });
    expect(bench.called).toEqual([]);
  });

  it('an order that is on its way', async () => {
    const bench = undoBench();
    await bench.carry('ChargePayment');

    expect(await bench.undo()).toMatchObject({ kind: 'refused', why: expect.stringMatching(/^it is CHARGED/) });
  });

  it('an order that stands', async () => {
    const bench = undoBench();
    await bench.carry('ConfirmOrder');

    expect(await bench.undo()).toMatchObject({ kind: 'refused', why: expect.stringMatching(/^it is confirmed/) });
  });

  it('an order that nobody knows', async () => {
    expect(await undoBench().undo()).toMatchObject({ kind: 'refused', why: expect.stringMatching(/not on record/) });
  });

  it('an order that somebody has settled by hand, unless that is known', async () => {
    const bench = await parked();
    bench.markResolved();

    expect(await bench.undo()).toMatchObject({ kind: 'refused', why: expect.stringMatching(/resolved/) });
    expect(bench.called).toEqual([]);
    expect(await bench.undo({ evenIfResolved: true })).toMatchObject({ kind: 'undone' });
  });
});
