import type { Books } from '../../../../lambdas/domain/books/books';
import { orderIdOf } from '../../../../lambdas/domain/order-id';
import type { ClientCall } from '../../../../localstack/chaos/client-history';
import { planIncidents } from '../../../../localstack/chaos/incidents';
import { BEYOND_UNDOING } from '../../../../localstack/chaos/order-mix';
import { judge } from '../../../../localstack/chaos/verdict';
import { orderOf } from '../../../../localstack/main-job/scenarios';

const customerId = 'customer-1';
const key = 'key-1';
const orderId = orderIdOf({ customerId, idempotencyKey: key });

/** One order that was rejected before anything was taken. */
const books = (change: Partial<Books> = {}): Books => ({
  accepted: [orderId],
  orders: [{ orderId, status: 'REJECTED', lines: [], unfinished: [] }],
  stock: [],
  events: [
    { orderId, sequence: 1, type: 'OrderReceived', status: 'RECEIVED' },
    { orderId, sequence: 2, type: 'OrderRejected', status: 'REJECTED' },
  ],
  payments: [],
  shipments: [],
  executions: [{ orderId, status: 'SUCCEEDED' }],
  deadLettered: [],
  ...change,
});

const placed: ClientCall = {
  operation: 'place',
  key,
  startedAt: '2026-01-01T00:00:00.000Z',
  tookMs: 1,
  outcome: 'ok',
  status: 202,
  orderId,
  answer: '{}',
};
const read = (orderStatus: string): ClientCall => ({
  ...placed,
  operation: 'read',
  key: orderId,
  status: 200,
  orderStatus,
});

const verdict = (
  change: { books?: Books; history?: readonly ClientCall[]; meant?: 'CONFIRMED' | 'REJECTED'; scenario?: string } = {},
) =>
  judge({
    books: change.books ?? books(),
    history: change.history ?? [placed],
    placed: [{ scenario: change.scenario ?? 'any', orderId, status: change.meant ?? 'REJECTED' }],
    unclear: [],
    customerId,
  });

describe('Verdict on an experiment', () => {
  it('finds nothing wrong with an order that was placed, rejected and seen so', () => {
    expect(verdict({ history: [placed, read('RECEIVED'), read('REJECTED')] })).toEqual([]);
  });

  it('allows that a failure undoes what was meant to be confirmed', () => {
    expect(verdict({ meant: 'CONFIRMED' })).toEqual([]);
  });

  it('does not mind an unclear answer', () => {
    expect(verdict({ history: [{ ...placed, outcome: 'unknown', status: 502, answer: '' }, placed] })).toEqual([]);
  });

  it('fails when an order that was answered 202 is not on record', () => {
    expect(verdict({ books: books({ accepted: [], executions: [] }) })).toEqual([expect.stringContaining('no-loss')]);
  });

  it('fails when a key becomes another order than it should', () => {
    const other = { ...placed, key: 'key-2' };

    expect(verdict({ history: [placed, other] })).toEqual([expect.stringContaining('key-2 became order')]);
  });

  it('fails when a good request is refused, but not when a key is used again for another', () => {
    const refused = { ...placed, outcome: 'fail', answer: '{}' } as const;

    expect(verdict({ history: [placed, { ...refused, status: 404 }] })).toEqual([
      expect.stringContaining('404 for a good request'),
    ]);
    expect(verdict({ history: [placed, { ...refused, status: 422 }] })).toEqual([]);
    expect(verdict({ history: [{ ...refused, status: 422 }] })).toEqual([
      expect.stringContaining('422 for a good request'),
    ]);
  });

  it.each([
    '\n    at handler (index.js:1:1)',
    'http://127.0.0.1:4566',
    '"pm_card_visa"',
    'Ada Lovelace',
    'ada@shop.example',
  ])('fails when an answer tells too much: %j', (answer) => {
    const leaky = { ...placed, outcome: 'unknown', status: 500, answer } as const;
    const tellsTooMuch = [expect.stringContaining('tells too much')];

    expect(verdict({ history: [placed, leaky] })).toEqual(tellsTooMuch);
    expect(verdict({ history: [{ ...placed, answer }] })).toEqual(tellsTooMuch);
  });

  it('fails when an end that a client has seen is not the end', () => {
    expect(verdict({ history: [placed, read('CONFIRMED')] })).toEqual([
      expect.stringContaining('was seen as CONFIRMED'),
    ]);
  });

  it('fails when an order that could only be rejected is confirmed', () => {
    const confirmed = books({ orders: [{ orderId, status: 'CONFIRMED', lines: [], unfinished: [] }] });

    expect(verdict({ books: confirmed })).toEqual(
      expect.arrayContaining([expect.stringContaining('and yet it was confirmed')]),
    );
  });

  it('fails when an order is left to an operator that faults alone spoke against', () => {
    const parked = books({
      orders: [{ orderId, status: 'NEEDS_REPAIR', lines: [], unfinished: ['RefundPayment'] }],
      executions: [{ orderId, status: 'FAILED' }],
    });
    const forNothing = expect.stringContaining('left to an operator for nothing');

    expect(verdict({ books: parked })).toEqual(expect.arrayContaining([forNothing]));
    expect(verdict({ books: parked, scenario: BEYOND_UNDOING })).not.toEqual(expect.arrayContaining([forNothing]));
  });

  it('fails alike when nobody was told of that order, unless only a person can help', () => {
    const parked = books({ orders: [{ orderId, status: 'NEEDS_REPAIR', lines: [], unfinished: [] }] });
    const judged = (paymentMethodId: string) =>
      judge({
        books: parked,
        history: [],
        placed: [],
        unclear: [{ key, request: orderOf({ paymentMethodId }) }],
        customerId,
      });
    const forNothing = expect.stringContaining('nobody was told of, and it was left to an operator for nothing');

    expect(judged('pm_card_visa')).toEqual(expect.arrayContaining([forNothing]));
    expect(judged('pm_card_refundFail')).not.toEqual(expect.arrayContaining([forNothing]));
  });

  it('fails when the books do not agree', () => {
    const kept = books({
      payments: [{ orderId, currency: 'eur', capturedMinor: 100, refundedMinor: 0, captures: 1, refunds: 0 }],
    });

    expect(verdict({ books: kept })).toEqual([expect.stringContaining('charge:')]);
  });
});

describe('Incidents of an experiment', () => {
  it('come each once, in an order and for a time that the seed decides', () => {
    const plan = (seed: number) => planIncidents(seed).map(({ name, at, lastsMs }) => ({ name, at, lastsMs }));
    const names = (seed: number) => plan(seed).map(({ name }) => name);

    expect(plan(1)).toEqual(plan(1));
    expect(names(1)).not.toEqual(names(2));
    expect(names(1).toSorted()).toEqual(names(2).toSorted());
    expect(new Set(names(1)).size).toBe(names(1).length);
    expect(plan(1).every(({ at }) => at > 0 && at < 1)).toBe(true);
  });
});
