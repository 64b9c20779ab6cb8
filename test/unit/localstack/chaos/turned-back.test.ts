import type { StepVisit } from '../../../../lambdas/ports/execution-history';
import { tooManyTurnedBack, turnedBackIn, undoneForWaiting } from '../../../../localstack/chaos/turned-back';

const at = '2026-03-01T12:00:00.000Z';
const visit = (step: string, ...errors: readonly string[]): StepVisit => ({
  step,
  at,
  attempts: errors.map((error, index) => ({ attempt: index + 1, at, error })),
});

describe('Why an order turned back', () => {
  it('finds nothing in the history of an order that went on to its end', () => {
    const visits = [visit('ReserveInventory', 'Runtime.ExitError'), visit('ChargePayment')];

    expect(turnedBackIn(visits)).toBeUndefined();
  });

  it('tells the step that failed for good, with the errors of its own attempts', () => {
    const visits = [
      visit('ReserveInventory', 'Runtime.ExitError'),
      visit('ChargePayment', 'Sandbox.Timedout', 'OutcomeUnknownError'),
      visit('RefundPayment', 'Lambda.Unknown'),
      ...[visit('ReleaseInventory'), visit('RejectOrder')],
    ];

    expect(turnedBackIn(visits)).toEqual({
      step: 'ChargePayment',
      errors: ['Sandbox.Timedout', 'OutcomeUnknownError'],
    });
  });

  it.each(['DependencyUnavailableError', 'Lambda.TooManyRequestsException'])(
    'is a violation when it was undone for what it should have waited for: %s',
    (error) => {
      const turned = { orderId: 'order-1', step: 'ChargePayment' };

      expect(undoneForWaiting([{ ...turned, errors: ['OutcomeUnknownError', error] }])).toEqual([
        `waiting: order-1: undone at ChargePayment for ${error}, after 2 attempts`,
      ]);
      expect(undoneForWaiting([{ ...turned, errors: [error, 'OutcomeUnknownError'] }])).toEqual([]);
    },
  );
});

describe('Orders that faults alone spoke against', () => {
  it.each([
    { good: 338, confirmed: 337, rate: 0.07 },
    { good: 100, confirmed: 90, rate: 0.1 },
    { good: 4, confirmed: 3, rate: 0.07 },
    { good: 0, confirmed: 0, rate: 0.07 },
    { good: 100, confirmed: 10, rate: 0.5 },
  ])('may fail for good now and then: $confirmed of $good are confirmed at a rate of $rate', (given) => {
    expect(tooManyTurnedBack(given)).toEqual([]);
  });

  it.each([
    { good: 338, confirmed: 0, rate: 0.07, share: '0.0%' },
    { good: 100, confirmed: 89, rate: 0.1, share: '89.0%' },
    { good: 4, confirmed: 2, rate: 0, share: '50.0%' },
  ])('fail when only $confirmed of $good are confirmed at a rate of $rate', ({ share, ...given }) => {
    expect(tooManyTurnedBack(given)).toEqual([expect.stringContaining(`(${share}, at least 90% have to be)`)]);
  });
});
