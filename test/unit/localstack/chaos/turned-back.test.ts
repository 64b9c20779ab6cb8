import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { turnedBackIn, undoneForWaiting } from '../../../../localstack/chaos/turned-back';

const event = (details: Partial<HistoryEvent>): HistoryEvent => ({
  timestamp: new Date(0),
  type: undefined,
  id: undefined,
  ...details,
});
const entered = (name: string) => event({ stateEnteredEventDetails: { name } });
const failed = (error: string) => event({ taskFailedEventDetails: { error, resource: 'r', resourceType: 'lambda' } });

describe('Why an order turned back', () => {
  it('finds nothing in the history of an order that went on to its end', () => {
    const events = [entered('ReserveInventory'), failed('Runtime.ExitError'), entered('ChargePayment')];

    expect(turnedBackIn(events)).toBeUndefined();
  });

  it('tells the step that failed for good, with the errors of its own attempts', () => {
    const events = [
      ...[entered('ReserveInventory'), failed('Runtime.ExitError'), entered('ChargePayment')],
      ...[failed('Sandbox.Timedout'), failed('OutcomeUnknownError'), entered('RefundPayment')],
      ...[failed('Lambda.Unknown'), entered('ReleaseInventory'), entered('RejectOrder')],
    ];

    expect(turnedBackIn(events)).toEqual({
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
