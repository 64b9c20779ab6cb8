import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { OUTSIDE_FUNCTION_TIMEOUT } from '../../../lib/constructs/order-saga-policies';

/** A step's function is killed after this long, whatever it was doing. */
const FUNCTION_TIMEOUT_MS = OUTSIDE_FUNCTION_TIMEOUT.toMilliseconds();
/** Cold start, and statements that are answered without an incident. */
const REST_MS = 2_000;

/**
 * The longest ways through each step: every call answers just before its time-out. A table of circuits that does not
 * answer is left alone for the rest of the step, so only one call of it can take that long.
 */
const ways: Record<string, readonly (keyof CallTimeouts)[]> = {
  'ChargePayment, declined': [
    'readIntakeRecord',
    'readCircuit',
    'readSecret',
    'createIntent',
    'confirmIntent',
    'retrieveIntent',
    'cancelIntent',
    'retrieveIntent',
  ],
  'ChargePayment, undone meanwhile': [
    'readIntakeRecord',
    'readCircuit',
    'readSecret',
    'createIntent',
    'confirmIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
    'publishEvents',
  ],
  // The table of circuits answers there, or there would be nothing to tell.
  'ChargePayment, undone meanwhile, the first after an outage': [
    'readIntakeRecord',
    'announceCircuit',
    'readSecret',
    'createIntent',
    'confirmIntent',
    'retrieveIntent',
    'announceCircuit',
    'createRefund',
    'listRefunds',
    'publishEvents',
  ],
  'ChargePayment, again': [
    'writeCircuit',
    'readSecret',
    'retrieveIntent',
    'confirmIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
    'publishEvents',
  ],
  RefundPayment: [
    'readCircuit',
    'readSecret',
    'cancelIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
    'publishEvents',
  ],
  'SettlePayment, of an order that is undone': [
    'readCircuit',
    'readSecret',
    'listRefunds',
    'cancelIntent',
    'retrieveIntent',
    'createRefund',
    'listRefunds',
    'publishEvents',
  ],
  'BookShipment, booked': ['readIntakeRecord', 'readCircuit', 'readSecret', 'bookShipment', 'publishEvents'],
  'BookShipment, refused or undone meanwhile': [
    'readIntakeRecord',
    'readCircuit',
    'readSecret',
    'bookShipment',
    'cancelShipment',
  ],
  CancelShipment: ['readCircuit', 'readSecret', 'cancelShipment'],
  'A mail to the customer': ['readIntakeRecord', 'sendMail'],
  'An endpoint for webhooks, with its secret': ['readSecret', 'writeSecret'],
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
