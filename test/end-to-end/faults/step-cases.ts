import type { LambdaFault } from '../../../localstack/chaos/lambda-fault';
import {
  type CaseBench,
  confirmedOnce,
  type FaultCase,
  type OrderFacts,
  REFUSED_ADDRESS,
  refusedAndRefunded,
  rejectedUncharged,
} from './fault-case';

/** Beyond every retry policy. */
const FOR_GOOD = 1_000;
/** No fault at all: so that others can wait for the call. */
const AT_ONCE: LambdaFault = { kind: 'invocation-add-delay', startupDelayMilliseconds: 0 };
const NEVER_RUNS: LambdaFault = { kind: 'invocation-error', preventExecution: true };
const RUNS_AND_FAILS: LambdaFault = { kind: 'invocation-error', preventExecution: false };

const fail = ({ chaos, orderId }: CaseBench, step: string, fault: LambdaFault, times: number): Promise<void> =>
  chaos.disturb('lambda', { name: step, text: orderId, times, fault });

const failsForGood = (step: string, fault: LambdaFault, expected: Partial<OrderFacts>): FaultCase => ({
  title: `row 36: ${step} ${fault === NEVER_RUNS ? 'never runs' : 'has its effect and fails'}, for good`,
  arrange: (bench) => fail(bench, step, fault, FOR_GOOD),
  expected,
});

const refunded: Partial<OrderFacts> = { status: 'REJECTED', executions: ['SUCCEEDED'], captures: 1, refunds: 1 };

const inRepair = (...steps: readonly string[]): Partial<OrderFacts> => ({
  status: 'NEEDS_REPAIR',
  unfinished: steps,
  executions: ['FAILED'],
});

/** The step is cut off from Postgres and never runs again; what it wrote arrives when all has been undone. */
const arrivesLate = (what: string, step: string, statement: string, expected: Partial<OrderFacts>): FaultCase => ({
  title: `row 39: ${what} that reaches Postgres after the undo changes nothing`,
  arrange: async ({ chaos, orderId }) => {
    const id = `${orderId} is cut off`;
    const undone = `${orderId} is undone`;
    await chaos.disturb('postgres', {
      ...{ id, text: [orderId, statement] },
      fault: { kind: 'arrives-late', ms: 0, after: undone },
    });
    // The last step of the way back begins when all compensations are done.
    await chaos.disturb('lambda', { id: undone, after: id, name: 'reject-order', text: orderId, fault: AT_ONCE });
    await chaos.disturb('lambda', { after: id, name: step, text: orderId, times: FOR_GOOD, fault: NEVER_RUNS });
  },
  expected,
});

/** Steps that fail for good, compensations that fail, and what arrives when nobody waits for it any more. */
export const STEP_CASES: readonly FaultCase[] = [
  failsForGood('reserve-inventory', NEVER_RUNS, rejectedUncharged),
  failsForGood('reserve-inventory', RUNS_AND_FAILS, rejectedUncharged),
  failsForGood('charge-payment', NEVER_RUNS, rejectedUncharged),
  failsForGood('charge-payment', RUNS_AND_FAILS, {
    ...refunded,
    // The refund is told of under the status that stands then.
    trail: ['RECEIVED', 'RESERVED', 'CHARGED', 'CHARGED', 'REJECTED'],
  }),
  failsForGood('book-shipment', NEVER_RUNS, { ...refunded, shipment: undefined }),
  failsForGood('book-shipment', RUNS_AND_FAILS, { ...refunded, shipment: 'cancelled' }),
  failsForGood('confirm-order', NEVER_RUNS, { ...inRepair('ConfirmOrder'), captures: 1, refunds: 0 }),
  failsForGood('confirm-order', RUNS_AND_FAILS, { status: 'CONFIRMED', captures: 1, refunds: 0, shipment: 'booked' }),

  {
    title: 'row 37: compensations that fail five times and then work',
    request: REFUSED_ADDRESS,
    arrange: async (bench) => {
      await fail(bench, 'refund-payment', NEVER_RUNS, 5);
      await fail(bench, 'release-inventory', RUNS_AND_FAILS, 5);
    },
    expected: refusedAndRefunded,
  },
  {
    title: 'row 37: a refund that never works does not keep the stock from being freed, and an operator is told',
    request: REFUSED_ADDRESS,
    arrange: (bench) => fail(bench, 'refund-payment', NEVER_RUNS, FOR_GOOD),
    expected: { ...inRepair('RefundPayment'), captures: 1, refunds: 0, shipment: 'refused' },
  },
  {
    title: 'row 37: a release that never works comes after the refund, and an operator is told',
    request: REFUSED_ADDRESS,
    arrange: (bench) => fail(bench, 'release-inventory', NEVER_RUNS, FOR_GOOD),
    expected: { ...inRepair('ReleaseInventory'), captures: 1, refunds: 1, shipment: 'refused' },
  },
  {
    title:
      'row 37: a cancellation that never works keeps the stock of its parcel, and not the refund, and an operator is told',
    arrange: async (bench) => {
      await fail(bench, 'book-shipment', RUNS_AND_FAILS, FOR_GOOD);
      await fail(bench, 'cancel-shipment', NEVER_RUNS, FOR_GOOD);
    },
    expected: { ...inRepair('CancelShipment', 'ReleaseInventory'), captures: 1, refunds: 1, shipment: 'booked' },
  },
  {
    title: 'row 38: compensations that are run twice undo once',
    request: REFUSED_ADDRESS,
    arrange: async (bench) => {
      await fail(bench, 'refund-payment', RUNS_AND_FAILS, 1);
      await fail(bench, 'release-inventory', RUNS_AND_FAILS, 1);
      await fail(bench, 'reject-order', RUNS_AND_FAILS, 1);
    },
    expected: refusedAndRefunded,
  },

  {
    title: 'row 39: a charge that the provider carries out after the undo keeps nothing',
    arrange: async ({ chaos, orderId, outside }) => {
      const id = `${orderId} has its intent on record`; // which is confirmed next
      await outside('paymentProvider', { operation: 'confirm-intent', fault: 'effect-later', delayMs: 25_000 });
      await chaos.disturb('postgres', { id, text: [orderId, 'record-intent'], fault: { kind: 'delay', ms: 1 } });
      const never = { times: FOR_GOOD, fault: NEVER_RUNS };
      await chaos.disturb('lambda', { after: id, name: 'charge-payment', text: orderId, ...never });
    },
    // On a slow machine it is carried out before the undo comes to an end, and then it is given back.
    expected: { status: 'REJECTED', executions: ['SUCCEEDED'], kept: 0, shipment: undefined, deadLetters: 0 },
  },
  arrivesLate('a record of a charge', 'charge-payment', "SET state = 'CHARGED'", refunded),
  arrivesLate('a reservation', 'reserve-inventory', "'HELD'", rejectedUncharged),
  {
    title: 'row 39: a step that has its effect and never answers is done over, once',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('lambda', { name: 'book-shipment', text: orderId, fault: { kind: 'drop-answer' } }),
    expected: confirmedOnce,
  },
];
