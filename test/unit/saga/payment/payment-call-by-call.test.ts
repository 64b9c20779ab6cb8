import type { Move } from '../../../support/scripted-provider/script';
import { captured, type Ending, givenBack, setUpPayment, untouched } from './payment-bench';

const MOVES: readonly Move[] = [
  'fails-before',
  'fails-after',
  { landsAfter: 1 },
  { landsAfter: 3 },
  { landsAfter: 1_000 },
];

const METHODS: readonly { paymentMethodId: string; ending: Ending }[] = [
  { paymentMethodId: 'pm_card_visa', ending: 'charged' },
  { paymentMethodId: 'pm_card_simulatorProcessing', ending: 'charged' },
  { paymentMethodId: 'pm_card_chargeDeclined', ending: 'declined' },
  { paymentMethodId: 'pm_card_authenticationRequired', ending: 'declined' },
  { paymentMethodId: 'pm_nobody', ending: 'declined' },
];

const wrongAt = (call: number, move: Move): readonly Move[] => [...Array<Move>(call).fill('works'), move];
const show = (move: Move): string => (typeof move === 'string' ? move : `landsAfter ${move.landsAfter}`);

/** How many calls a whole run makes when nothing goes wrong, so that the table below leaves none out. */
const callsOf = async (
  run: (payment: Awaited<ReturnType<typeof setUpPayment>>) => Promise<unknown>,
  method: string,
) => {
  const payment = await setUpPayment({ paymentMethodId: method });
  await run(payment);
  return payment.script.calls.length;
};

describe.each(METHODS)('ChargePayment with $paymentMethodId', ({ paymentMethodId, ending }) => {
  describe.each(MOVES.map((move) => ({ move, name: show(move) })))('when one call $name', ({ move }) => {
    it('rows 29, 30: ends as without the fault, whichever call it is', async () => {
      const calls = await callsOf((payment) => payment.chargeWithRetries(), paymentMethodId);
      expect(calls).toBeGreaterThanOrEqual(4);

      for (let call = 0; call < calls; call += 1) {
        const payment = await setUpPayment({ paymentMethodId, moves: wrongAt(call, move) });

        expect({ call, ended: await payment.chargeWithRetries() }).toEqual({ call, ended: ending });
        expect({ call, ...(await payment.money()) }).toEqual({
          call,
          ...(ending === 'charged' ? captured : untouched),
        });
      }
    });

    it('rows 29, 38, 39: is undone after one attempt, whichever call it is, and stays undone', async () => {
      const calls = await callsOf((payment) => payment.chargeWithRetries(), paymentMethodId);

      for (let call = 0; call < calls; call += 1) {
        const payment = await setUpPayment({ paymentMethodId, moves: wrongAt(call, move) });
        const ended = await payment.chargeWithRetries(1);
        await payment.refundWithRetries();
        const zombie = await payment.chargeWithRetries();

        const { capturedMinor, refundedMinor, captures, refunds } = await payment.money();
        expect({ call, ended, zombie, kept: capturedMinor - refundedMinor }).toMatchObject({ call, kept: 0 });
        expect(zombie).toBe(payment.paymentState() === 'DECLINED' ? 'declined' : 'undone');
        expect(captures).toBeLessThanOrEqual(1);
        expect(refunds).toBe(captures);
      }
    });
  });
});

describe.each(MOVES.map((move) => ({ move, name: show(move) })))('RefundPayment when one call $name', ({ move }) => {
  it('row 38: gives everything back once, whichever call it is', async () => {
    const chargeCalls = await callsOf((payment) => payment.charge(), 'pm_card_visa');
    const calls = await callsOf(async (payment) => {
      await payment.charge();
      await payment.refund();
    }, 'pm_card_visa');
    expect(calls - chargeCalls).toBe(4);

    for (let call = chargeCalls; call < calls; call += 1) {
      const payment = await setUpPayment({ moves: wrongAt(call, move) });
      await payment.charge();
      await payment.refundWithRetries();

      expect({ call, ...(await payment.money()) }).toEqual({ call, ...givenBack });
      expect(payment.paymentState()).toBe('REFUNDED');
    }
  });
});
