import type { StepVisit } from '../../../../lambdas/ports/execution-history';
import { turnedBackIn, undoneForWaiting } from '../../../../localstack/chaos/turned-back';

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
