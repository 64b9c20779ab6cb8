import { orderIdOf } from '../mothers/order-mother';
import type { Ending, PairOfCalls } from './pair';

interface Answered {
  readonly method: string;
  readonly kind: unknown;
  readonly answer: unknown;
  readonly orderId: string;
}

/** What an answer promises about the books, whatever another call does meanwhile. */
const PROMISES: readonly {
  readonly says: string;
  readonly isBroken: (answered: Answered, ending: Ending, other: Answered) => boolean;
}[] = [
  {
    says: 'what is released is free',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'release' && kind === 'released' && snapshot.reservations[orderId]?.state !== 'RELEASED',
  },
  {
    says: 'what is released is in no parcel',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'release' &&
      kind === 'released' &&
      ['OPEN', 'BOOKED', 'CANCELLING'].includes(snapshot.shipments[orderId]?.state ?? ''),
  },
  {
    says: 'what is reserved is held, unless it was given back or sold since',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'reserve' && kind === 'reserved' && snapshot.reservations[orderId] === undefined,
  },
  {
    says: 'no money is taken after a refund has begun',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'beginRefund' &&
      (kind === 'open' || kind === 'done') &&
      ['OPEN', 'CHARGED'].includes(snapshot.payments[orderId]?.state ?? ''),
  },
  {
    says: 'a refund knows of every intent that may be confirmed',
    isBroken: ({ method, kind, answer, orderId }, _, other) =>
      method === 'beginRefund' &&
      kind === 'open' &&
      !Object.hasOwn(answer as object, 'intentId') &&
      ['recordIntent', 'recordOtherIntent'].includes(other.method) &&
      other.answer === 'recorded' &&
      other.orderId === orderId,
  },
  {
    says: 'an intent that is recorded is on record',
    isBroken: ({ method, answer, orderId }, { snapshot }) =>
      ['recordIntent', 'recordOtherIntent'].includes(method) &&
      answer === 'recorded' &&
      !snapshot.payments[orderId]?.intentId,
  },
  {
    says: 'no parcel leaves after a cancellation has begun',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'beginCancelShipment' &&
      (kind === 'open' || kind === 'done') &&
      ['OPEN', 'BOOKED'].includes(snapshot.shipments[orderId]?.state ?? ''),
  },
  {
    says: 'what is confirmed is sold',
    isBroken: ({ method, kind, orderId }, { snapshot }) =>
      method === 'confirm' &&
      kind === 'confirmed' &&
      (snapshot.orders[orderId]?.status !== 'CONFIRMED' || snapshot.reservations[orderId]?.state !== 'SOLD'),
  },
];

/** Which promises of the answers the books do not keep. */
export function brokenPromises(pair: PairOfCalls, ending: Ending): readonly string[] {
  const answered = pair.map(({ method, n }, index): Answered => {
    const answer = ending.answers[index];
    return { method, answer, kind: (answer as { readonly kind?: unknown }).kind, orderId: orderIdOf(n) };
  }) as [Answered, Answered];
  return PROMISES.flatMap(({ says, isBroken }) =>
    [answered, answered.toReversed() as [Answered, Answered]].some(([one, other]) => isBroken(one, ending, other))
      ? [`it is not true that ${says}`]
      : [],
  );
}
