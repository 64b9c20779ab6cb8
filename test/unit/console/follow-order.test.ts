import type { StreamEvent } from '../../../console/http/event-stream';
import { createFollowOrder } from '../../../console/orders/follow-order';
import type { OrderAct } from '../../../console/orders/order-act';
import type { ReadOrder } from '../../../console/orders/read-order';
import type { Walk } from '../../../console/orders/saga-walk';
import { readOrderOf, sourcesOf } from '../../support/console/order-sources';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const ACT: OrderAct = {
  id: 'resolve',
  label: 'Mark as resolved',
  explains: '',
  question: 'Who settled it',
  isOffered: ({ status }) => status === 'NEEDS_REPAIR',
  perform: async () => ({ kind: 'done', text: '' }),
};
const CARRIED: Walk = { visits: [] };
const FAILED: Walk = { visits: [], ended: 'failed' };

/** One look after the other, each of what is so at that time, until the last; and how long was waited between them. */
async function follow(looks: readonly { readonly order: ReadOrder; readonly walk?: Walk | undefined }[]) {
  const waits: number[] = [];
  const ended = new AbortController();
  const now = () => looks[waits.length];
  const followOrder = createFollowOrder({
    sources: { ...sourcesOf(), order: async () => now()?.order, walk: async () => now()?.walk },
    clock: { now: () => NOW },
    wait: async (ms) => {
      waits.push(ms);
      if (waits.length === looks.length) {
        ended.abort();
      }
    },
  });
  const view = { acts: [ACT], person: { subject: 'a', name: 'ada', role: 'operator' }, csrf: 'token' } as const;
  const events: StreamEvent[] = [];
  for await (const event of followOrder(looks[0]?.order.orderId ?? '', view, ended.signal)) {
    events.push(event);
  }
  const part = (id: string): readonly string[] =>
    events.flatMap((event) => (event.kind === 'part' && event.id === id ? [event.markup.text] : []));
  return { waits, part, last: events.at(-1) };
}

describe('An order that somebody watches', () => {
  it('says what to do as soon as it falls into repair, and offers it', async () => {
    const unfinished = [{ step: 'RefundPayment', error: 'States.Timeout' }];
    const { part } = await follow([
      { order: readOrderOf({ status: 'CHARGED' }), walk: CARRIED },
      { order: readOrderOf({ status: 'NEEDS_REPAIR', unfinished }), walk: FAILED },
    ]);

    expect(part('order-todo')).toEqual(['', expect.stringContaining('What is unfinished, and what to do')]);
    expect(part('order-acts')).toEqual([
      '',
      expect.stringMatching(/value="token".*>Who settled it<.*Mark as resolved/s),
    ]);
  });

  it('is asked for often as long as an execution carries it', async () => {
    const look = { order: readOrderOf({ status: 'CHARGED' }), walk: CARRIED };
    const starting = { order: readOrderOf({ status: 'RECEIVED' }), walk: undefined };

    expect((await follow([starting, ...Array.from({ length: 9 }, () => look)])).waits).toEqual(Array(10).fill(500));
  });

  it.each([
    ['has failed', FAILED],
    ['is not kept any more', undefined],
  ])('is asked for now and then once it needs repair and its execution %s', async (_, walk) => {
    const { waits } = await follow(
      Array.from({ length: 6 }, () => ({ order: readOrderOf({ status: 'NEEDS_REPAIR' }), walk })),
    );

    expect(waits).toEqual([500, 500, 500, 5_000, 5_000, 5_000]);
  });

  it('is left once it is final and its execution has ended', async () => {
    const order = readOrderOf({ status: 'CONFIRMED' });
    const { waits, last } = await follow([
      { order, walk: CARRIED },
      { order, walk: { visits: [], ended: 'succeeded' } },
    ]);

    expect({ waits, last }).toEqual({ waits: [500], last: { kind: 'end' } });
  });
});
