import type { CallTimeouts } from '../../../lambdas/gateways/call-timeouts';

type Way = readonly (keyof CallTimeouts)[];

/**
 * The longest ways through each function that calls outside services: every call answers just before its time-out. A
 * table of circuits that does not answer is left alone for the rest of the step, so only one call of it can take that long.
 */
export const OUTSIDE_WAYS: Readonly<Record<string, Way>> = {
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
