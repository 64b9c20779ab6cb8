import { planLines, undoneLines } from '../../../bin/cli/orders/undo-lines';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';
import type { StepEnd } from '../../../lambdas/operations/repair/undo-order';
import { orderForTea } from '../../support/mothers/order-mother';

const order = {
  ...orderForTea(),
  ...({ status: 'NEEDS_REPAIR', isResolved: false, reason: 'ExecutionAborted' } as const),
  unfinished: [
    { step: 'CancelShipment', error: 'the shipment is BOOKED' },
    { step: 'RefundPayment', error: 'the payment is CHARGED' },
    { step: 'ReleaseInventory', error: 'the reservation is HELD' },
  ],
  books: { shipment: 'BOOKED', payment: 'CHARGED' },
};
const done = (step: (typeof UNDO_STEPS)[number], answer: object): StepEnd => ({
  ...{ step, outcome: 'done' },
  answer: { ...answer },
});

describe('What the command line says of an undo', () => {
  it('is how the order stands and what would run, within 80 columns', () => {
    const lines = planLines({ kind: 'possible', order, steps: UNDO_STEPS });

    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'status            NEEDS_REPAIR after ExecutionAborted',
        'parcel            BOOKED',
        'payment           CHARGED',
        'stock             none',
      ]),
    );
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(`steps ${UNDO_STEPS.join(', ')}`);
  });

  it('is that an undo was tried before, by whom, and where it stopped', () => {
    const tried = {
      ...({
        kind: 'undo',
        orderId: order.orderId,
        by: 'ada',
        at: '2026-03-01T12:00:00.000Z',
        outcome: 'failed',
      } as const),
      reason: 'the customer has called (Error: unfinished: RefundPayment (DependencyUnavailableError))',
    };
    const lines = planLines({ kind: 'possible', order, steps: UNDO_STEPS, tried });

    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines).toContain('status            NEEDS_REPAIR after ExecutionAborted');
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'tried before 2026-03-01T12:00:00.000Z by ada, failed: the customer has called (Error: unfinished: RefundPayment',
    );
  });

  it('is what each step came to, and the order', () => {
    const lines = undoneLines({
      kind: 'unfinished',
      steps: [
        done('CancelShipment', { outcome: 'cancelled' }),
        {
          ...{ step: 'RefundPayment', outcome: 'failed', error: 'RefundFailedError' },
          message: `the provider reports refund re_1 as failed\u001b[2J ${'and more '.repeat(9)}`,
        },
        done('ReleaseInventory', { reservation: 'RELEASED' }),
      ],
    });

    expect(lines[0]).toBe('CancelShipment    cancelled');
    expect(lines[1]).toMatch(/^RefundPayment {5}RefundFailedError: the provider reports refund/);
    expect(lines.join('')).not.toContain('\u001b');
    expect(lines.at(-1)).toBe('Not everything is undone: the order stays in repair, and may be undone again.');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('is that nothing was given back for a parcel that stands, and how to go on', () => {
    const lines = undoneLines({
      kind: 'not-cancelled',
      steps: [
        { step: 'CancelShipment', outcome: 'failed', error: 'OutcomeUnknownError', message: 'no answer' },
        { step: 'RefundPayment', outcome: 'not run' },
      ],
    });

    expect(lines.slice(0, 2)).toEqual([
      'CancelShipment    OutcomeUnknownError: no answer',
      'RefundPayment     not run',
    ]);
    expect(lines.join(' ')).toMatch(/parcel, which may have left: nothing else was undone.*--even-if-not-cancelled\.$/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
