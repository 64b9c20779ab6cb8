import '../../../support/intake/quiet';
import { MOST_REPLAYS } from '../../../../lambdas/operations/dead-letters/bounds';
import type { OrderStanding } from '../../../../lambdas/ports/order-standing';
import { giveBack, unrecordedAmong } from '../../../../localstack/chaos/give-back';
import { createDesk, deadLetter } from '../../../support/dead-letters/letter-mother';
import { orderIdNumber } from '../../../support/intake/order-mother';

const BY = 'whoever runs the experiment';

function deskOver(letter: ReturnType<typeof deadLetter>, stands: OrderStanding['stands'] = 'not started') {
  const { queue, ...desk } = createDesk({ [orderIdNumber(1)]: { stands } });
  queue.bury(letter);
  return { queue, desk: { ...desk, queues: [queue], operator: BY } };
}

describe('Dead letters after an experiment', () => {
  it.each(['not started', 'under way', 'final', 'repair'] as const)(
    'are replayed when their order is %s, and who did it is written down',
    async (stands) => {
      const { queue, desk } = deskOver(deadLetter(), stands);

      const { replayed, stuck } = await giveBack(desk, new AbortController().signal);

      expect(replayed).toMatchObject([{ letterId: 'letter-1', orderId: orderIdNumber(1), outcome: 'done' }]);
      expect(stuck).toEqual([]);
      expect(queue.sent).toMatchObject([{ body: deadLetter().body, replays: 1 }]);
      expect(desk.actions.all).toMatchObject([{ kind: 'replay', by: BY, letterId: 'letter-1', outcome: 'done' }]);
      expect(await unrecordedAmong(desk, replayed)).toEqual([]);
    },
  );

  it.each([
    { what: 'came back each time', letter: deadLetter(1, { replays: MOST_REPLAYS }), stands: 'under way' },
    { what: 'are of no order that was accepted', letter: deadLetter(), stands: 'unknown' },
  ] as const)('stay, and are a violation, when they $what', async ({ letter, stands }) => {
    const { queue, desk } = deskOver(letter, stands);

    const { replayed, stuck } = await giveBack(desk, new AbortController().signal);

    expect(replayed).toEqual([]);
    expect(stuck.map((assessed) => assessed.letter.id)).toEqual(['letter-1']);
    expect(queue.visible).toHaveLength(1);
  });

  it.each([{ reason: 'not JSON' }, {}])(
    'stay, and nothing is wrong, when they can never succeed: %j',
    async (buried) => {
      const { queue, desk } = deskOver(deadLetter(1, { body: 'poison', ...buried }));

      expect(await giveBack(desk, new AbortController().signal)).toEqual({ replayed: [], failed: [], stuck: [] });
      expect(queue.visible).toHaveLength(1);
    },
  );

  it('are a violation when one was replayed and nobody wrote it down', async () => {
    const { desk } = deskOver(deadLetter());
    const { replayed } = await giveBack(
      {
        ...desk,
        treat: async ({ letters }) =>
          letters.map(({ letter, queue, orderId }) => ({
            letterId: letter.id,
            queue,
            orderId,
            outcome: 'done' as const,
          })),
      },
      new AbortController().signal,
    );

    expect(await unrecordedAmong(desk, replayed)).toMatchObject([{ letterId: 'letter-1' }]);
  });
});
