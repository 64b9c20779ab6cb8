import '../../../support/intake/quiet';
import { DependencyUnavailableError } from '../../../../lambdas/domain/failures';
import { createAssess } from '../../../../lambdas/operations/dead-letters/assess';
import { groupLetters } from '../../../../lambdas/operations/dead-letters/group';
import { planReplay } from '../../../../lambdas/operations/dead-letters/plan-replay';
import { describeFailure } from '../../../../lambdas/runtime/describe-failure';
import { InMemoryFailureRecords } from '../../../support/dead-letters/in-memory-failure-records';
import { createDesk, deadLetter, deadLetters } from '../../../support/dead-letters/letter-mother';
import { orderIdNumber } from '../../../support/intake/order-mother';

describe('Groups of dead letters', () => {
  it('are not by what another message of the same order failed with', async () => {
    const desk = createDesk();
    desk.queue.bury(deadLetter());
    await desk.history.record({
      queue: 'payment-events',
      consumer: 'settle-payment',
      messageId: 'another-message',
      orderId: orderIdNumber(1),
      ...describeFailure(new DependencyUnavailableError('the payment provider')),
      attempt: 1,
      at: '2026-03-01T12:00:00.000Z',
    });

    const [letter] = await desk.triage();

    expect(letter).toMatchObject({
      isExplained: false,
      failedWith: 'not explained: its consumer died, or was never called',
    });
    expect(letter?.failures.map(({ messageId }) => messageId)).toEqual(['another-message']);
  });

  it('are of one queue each, so that replaying one leaves the others alone', async () => {
    const assess = createAssess({
      history: new InMemoryFailureRecords(),
      findStanding: async () => ({ stands: 'not started' }),
    });
    const letter = deadLetter(1, { reason: 'not JSON' });
    const ofOrders = await assess({ name: 'orders', kind: 'order' }, letter);
    const ofPayments = await assess({ name: 'payment-events', kind: 'paymentEvent' }, letter);

    const plan = planReplay([ofOrders, ofPayments], { kind: 'group', fingerprint: ofOrders.fingerprint });

    expect(ofOrders.failedWith).toBe(ofPayments.failedWith);
    expect(groupLetters([ofOrders, ofPayments])).toHaveLength(2);
    expect(plan).toMatchObject({ replay: [{ queue: 'orders' }], leave: [] });
  });
});

describe('A replay of a few', () => {
  it('takes the oldest, and says how many are left for later', async () => {
    const desk = createDesk();
    desk.queue.bury(...deadLetters(5));

    const { replay, later } = planReplay(await desk.triage(), { kind: 'all' }, 2);

    expect(replay.map(({ letter }) => letter.id)).toEqual(['letter-1', 'letter-2']);
    expect(later.map(({ letter }) => letter.id)).toEqual(['letter-3', 'letter-4', 'letter-5']);
  });
});
