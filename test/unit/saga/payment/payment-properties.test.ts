import fc from 'fast-check';
import { createChargePayment } from '../../../../lambdas/saga/payment/charge-payment';
import { createRefundPayment } from '../../../../lambdas/saga/payment/refund-payment';
import { arbitraryMoves } from '../../../support/scripted-provider/arbitrary-moves';
import { underScheduler } from '../../../support/scripted-provider/under-scheduler';
import { captured, givenBack, orderId, setUpPayment, total, untouched } from './payment-bench';

const paymentMethodId = fc.constantFrom(
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_simulatorProcessing',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_nobody',
);

describe('Payment under any faults', () => {
  it('rows 29, 30, 33, 38: keeps the total if and only if the step said so and nothing was undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          moves: arbitraryMoves(5),
          paymentMethodId,
          attempts: fc.integer({ min: 1, max: 6 }),
          cancelled: fc.boolean(),
        }),
        fc.integer({ min: 0, max: 40 }),
        async ({ attempts, cancelled, ...setUp }, forgetAfter) => {
          const payment = await setUpPayment(setUp);
          const ended = await payment.chargeWithRetries(attempts);
          if (payment.script.calls.length >= forgetAfter) {
            payment.provider.forgetKeys();
          }
          // As the saga does: what is unknown is undone, what is rejected has nothing to undo.
          const undone = ended === 'gave-up' || (ended === 'charged' && cancelled);
          if (undone) {
            await payment.refundWithRetries(60);
          }

          const money = await payment.money();
          if (ended === 'charged' && !undone) {
            expect(money).toEqual(captured);
          } else {
            expect(money).toEqual(money.captures === 0 ? untouched : givenBack);
          }
          if (ended === 'declined') {
            expect(money).toEqual(untouched);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('row 39: keeps nothing once it is undone, however attempts and undos run into each other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.record({ moves: arbitraryMoves(20), paymentMethodId }),
        fc.integer({ min: 1, max: 3 }),
        async (scheduler, setUp, zombies) => {
          const payment = await setUpPayment(setUp);
          const { charge, refund } = interleaved(payment, scheduler);

          const running = [
            ...Array.from({ length: zombies }, () => charge().catch(() => undefined)),
            untilDone(refund),
            untilDone(refund),
          ];
          await scheduler.waitFor(Promise.all(running));
          await untilDone(payment.refund);

          const money = await payment.money();
          expect(money).toEqual(money.captures === 0 ? untouched : givenBack);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('row 39: takes the total once when an attempt that timed out runs beside the next one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), arbitraryMoves(10), async (scheduler, script) => {
        const payment = await setUpPayment({ moves: script });
        const { charge } = interleaved(payment, scheduler);

        await scheduler.waitFor(Promise.allSettled([charge(), charge(), charge()]));
        const ended = await payment.chargeWithRetries(60);

        expect(ended).toBe('charged');
        expect(await payment.money()).toEqual(captured);
        expect((await payment.provider.moneyOf(orderId)).intents).toHaveLength(1);
        expect(payment.database.payments.get(orderId)).toMatchObject({ state: 'CHARGED', total });
      }),
      { numRuns: 1_000 },
    );
  });
});

type Payment = Awaited<ReturnType<typeof setUpPayment>>;

/** The steps with every one of their calls made when the scheduler says so. */
function interleaved(payment: Payment, scheduler: fc.Scheduler) {
  const ports = {
    payments: underScheduler(payment.payments, scheduler),
    provider: underScheduler(payment.provider, scheduler),
    personalData: underScheduler(payment.personalData, scheduler),
  };
  const charge = createChargePayment(ports);
  const refund = createRefundPayment(ports);
  return { charge: () => charge({ orderId }), refund: () => refund({ orderId }) };
}

async function untilDone(step: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    try {
      await step();
      return;
    } catch {
      // Step Functions would wait and call it again.
    }
  }
  throw new Error('the undo did not end within 60 attempts');
}
