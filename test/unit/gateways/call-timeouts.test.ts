import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';

/** A step's function is killed after this long, whatever it was doing. */
const FUNCTION_TIMEOUT_MS = 20_000;
/** Cold start, and statements that are answered without an incident. */
const REST_MS = 2_000;

/** The longest ways through each step: every call answers just before its time-out. */
const ways: Record<string, readonly (keyof CallTimeouts)[]> = {
  'ChargePayment, declined': [
    'readIntakeRecord',
    'readSecret',
    'createIntent',
    'confirmIntent',
    'retrieveIntent',
    'cancelIntent',
    'retrieveIntent',
  ],
  'ChargePayment, undone meanwhile': [
    'readIntakeRecord',
    'readSecret',
    'createIntent',
    'confirmIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
  ],
  'ChargePayment, again': [
    'readSecret',
    'retrieveIntent',
    'confirmIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
  ],
  RefundPayment: ['readSecret', 'cancelIntent', 'retrieveIntent', 'createRefund', 'listRefunds'],
  'BookShipment, undone meanwhile': ['readIntakeRecord', 'readSecret', 'bookShipment', 'cancelShipment'],
  CancelShipment: ['readSecret', 'cancelShipment'],
};

describe('Time-outs of outside calls', () => {
  it.each(Object.entries(ways))('%s ends before its function is killed', (_, calls) => {
    const sum = calls.reduce((total, call) => total + CALL_TIMEOUT_MS[call], 0);

    expect(sum + REST_MS).toBeLessThanOrEqual(FUNCTION_TIMEOUT_MS);
  });

  it('leaves no call out', () => {
    expect(new Set(Object.values(ways).flat())).toEqual(new Set(Object.keys(CALL_TIMEOUT_MS)));
  });
});
