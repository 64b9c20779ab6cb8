import { InMemoryOrderProgress } from '../../support/events/in-memory-order-progress';
import { orderIdOf } from '../../support/mothers/order-mother';
import type { Effect } from '../../support/storm/subscribers';
import { type StatusChange, verdictOf } from '../../support/storm/verdict';

const orderId = orderIdOf(1);
const CHANGES: readonly StatusChange[] = [
  { eventId: 'event-1', orderId, sequence: 1, type: 'OrderReceived', status: 'RECEIVED' },
  { eventId: 'event-2', orderId, sequence: 2, type: 'OrderReserved', status: 'RESERVED' },
];
const [received, reserved] = CHANGES as [StatusChange, StatusChange];

const verdict = (of: {
  readonly outside?: readonly StatusChange[];
  readonly ledger?: readonly Effect[];
  readonly index?: readonly Effect[];
}) => {
  const keeping = (effects: readonly Effect[]) => {
    const progress = new InMemoryOrderProgress<readonly Effect[]>();
    progress.orders.set(orderId, { sequence: effects.at(-1)?.sequence ?? 0, state: effects });
    return progress;
  };
  return verdictOf(CHANGES, {
    outside: new Map((of.outside ?? CHANGES).map((change) => [change.eventId, change])),
    ledger: keeping(of.ledger ?? CHANGES),
    index: keeping(of.index ?? [reserved]),
  });
};

describe('What is said after a storm of events', () => {
  it('is nothing when every subscriber knows all of it', () => {
    expect(verdict({})).toEqual([]);
  });

  it.each([
    ['an effect outside is missing', { outside: [received] }, /^outside effects: missed .*2 OrderReserved/],
    [
      'an effect outside was made up',
      { outside: [...CHANGES, { ...reserved, eventId: 'event-3' }] },
      /never happened$/,
    ],
    ['the ledger misses a change', { ledger: [reserved] }, /^ledger: /],
    ['the ledger has them in another order', { ledger: [reserved, received] }, /^ledger: /],
    ['the ledger has one twice', { ledger: [received, received, reserved] }, /^ledger: /],
    ['the index does not know the newest', { index: [received] }, /^index: does not end at/],
    ['the index went back', { index: [reserved, received, reserved] }, /^index: went back/],
  ])('names what is wrong when %s', (_, subscribers, expected) => {
    expect(verdict(subscribers).join('\n')).toMatch(expected);
  });
});
