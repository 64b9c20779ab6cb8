import fc from 'fast-check';
import { arbitraryMoves } from '../../support/scripted-provider/arbitrary-moves';
import { orderId, total } from '../saga/payment/payment-bench';
import { eventOf, setUpSettling } from './settle-payment-bench';

type Settling = Awaited<ReturnType<typeof setUpSettling>>;

const paymentMethodId = fc.constantFrom(
  'pm_card_visa',
  'pm_card_visa',
  'pm_card_simulatorProcessing',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_card_refundFail',
  'pm_card_pendingRefund',
);

/** Everything that may happen to one order and its money, in any order and as often as chance wants. */
const HAPPENINGS = {
  charge: (settling: Settling) => settling.charge(),
  refund: (settling: Settling) => settling.refund(),
  end: (settling: Settling) => settling.end(),
  bankTakesItLate: async (settling: Settling) => takeLate(settling),
  bankReturnsIt: async (settling: Settling) => settling.provider.returnRefunds(orderId),
  keysAreForgotten: async (settling: Settling) => settling.provider.forgetKeys(),
  /** Any event that there is, again or for the first time. */
  event: (settling: Settling, which: number) => deliverAny(settling, which),
} as const;

const happenings = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['charge', 'charge', 'refund', 'end', 'bankTakesItLate', 'bankReturnsIt', 'keysAreForgotten'] as const),
      ...(['event', 'event', 'event'] as const),
    ),
    which: fc.nat(),
  }),
  { maxLength: 25 },
);

/** Half of what there is to see lies behind a charge, and behind its undo: chance alone would seldom get there. */
const beginning = fc.constantFrom<readonly (keyof typeof HAPPENINGS)[]>([], ['charge'], ['charge', 'refund']);

/** After everything has healed, and before the last events are delivered. */
const inTheEnd = fc.constantFrom('nothing', 'bankReturnsIt', 'bankTakesItLate');

describe('Events of the payment provider, with any faults around them', () => {
  it('row 34: leave right books, however often, late and out of order they come', async () => {
    const seen = { refunded: 0, reopened: 0, charged: 0, late: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.record({ moves: arbitraryMoves(12), paymentMethodId }),
        beginning,
        happenings,
        inTheEnd,
        async (setUp, first, schedule, last) => {
          const settling = await setUpSettling(setUp);
          for (const { what, which } of [...first.map((step) => ({ what: step, which: 0 })), ...schedule]) {
            await HAPPENINGS[what](settling, which).catch(() => undefined); // tried again later, or never
          }
          await heal(settling);
          if (last !== 'nothing') {
            await HAPPENINGS[last](settling);
            await deliverAll(settling);
          }

          const { captures, refunds, capturedMinor, refundedMinor } = await settling.money();
          const kept = capturedMinor - refundedMinor;
          const { status, unfinished } = settling.order() ?? {};
          expect(settling.wrong()).toEqual([]);
          expect(captures).toBeLessThanOrEqual(1);
          expect(refunds).toBeLessThanOrEqual(captures);
          if (status === 'CHARGED') {
            expect(kept).toBe(total.amountMinor);
          } else if (kept !== 0) {
            expect({ status, steps: unfinished?.map(({ step }) => step) }).toEqual({
              status: 'NEEDS_REPAIR',
              steps: ['RefundPayment'],
            });
          }
          seen.refunded += refunds;
          seen.charged += status === 'CHARGED' ? 1 : 0;
          seen.reopened += settling.order()?.reason === 'RefundFailed' ? 1 : 0;
          seen.late += settling.signals.total('PaymentGivenBack');
        },
      ),
      { numRuns: 3_000 },
    );
    // The schedules reach what they are about, and far more often than this, whatever chance does.
    expect(Object.entries(seen).filter(([, times]) => times < 50)).toEqual([]);
  }, 60_000);
});

/** Only of an intent that we have confirmed or would have: a stranger's is for an operator. */
function takeLate({ provider, row, database }: Settling): void {
  const [intent, ...others] = provider.ledger().flatMap(({ intents }) => intents);
  const isUndone = database.orders.get(orderId)?.compensating === true || row()?.state === 'DECLINED';
  if (others.length === 0 && intent !== undefined && intent.id === row()?.intentId && isUndone) {
    provider.captureLate(orderId);
  }
}

async function deliverAny(settling: Settling, which: number): Promise<void> {
  const { news } = settling.provider;
  const chosen = news[which % Math.max(1, news.length)];
  if (chosen !== undefined) {
    await settling.deliver(eventOf(chosen, which));
  }
}

/** No more faults: what is on its way lands, the saga comes to its end, and every event is delivered at last. */
async function heal(settling: Settling): Promise<void> {
  await settling.script.land();
  settling.script.heal();
  const order = settling.order();
  const charged = order?.status === 'RESERVED' && !order.compensating ? await settling.chargeWithRetries() : 'gave-up';
  if (charged !== 'charged' && settling.order()?.status !== 'CHARGED') {
    await endAsTheSagaDoes(settling, charged !== 'declined');
  } else if (settling.order()?.compensating) {
    await endAsTheSagaDoes(settling, true);
  }
  await deliverAll(settling);
}

/** Backwards, and again while that makes news. */
async function deliverAll(settling: Settling): Promise<void> {
  for (let round = 0, heard = -1; heard !== settling.provider.news.length; round += 1) {
    expect(round).toBeLessThan(10);
    heard = settling.provider.news.length;
    for (const news of [...settling.provider.news].reverse()) {
      await settling.deliver(eventOf(news));
    }
  }
}

async function endAsTheSagaDoes(settling: Settling, isUndone: boolean): Promise<void> {
  if (isUndone) {
    await settling.refundWithRetries(3).catch(() => undefined);
  }
  await settling.end();
}
