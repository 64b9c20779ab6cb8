import type { Books } from '../../lambdas/domain/books/books';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import { orderIdOf } from '../../lambdas/domain/order-id';
import type { PlacedOrder } from '../main-job/scenarios';
import type { ClientCall } from './client-history';
import { BEYOND_UNDOING, isBeyondUndoing } from './order-mix';
import type { UnclearRequest } from './patient-client';

/** What answers must never show: a stack, an address of ours, the payment method, the customer's name. */
const NOT_FOR_CLIENTS = /\n\s+at |127\.0\.0\.1|pm_card|Lovelace|ada@|password/i;

/** Another body under a key that was accepted with the first one: some customers do that on purpose. */
const KEY_REUSED = 422;

/** @returns what is wrong, one line each */
export function judge({
  books,
  history,
  placed,
  unclear,
  customerId,
}: {
  readonly books: Books;
  readonly history: readonly ClientCall[];
  readonly placed: readonly PlacedOrder[];
  /** What had no clear answer while calls failed: an order may have come of it, and nobody tells of it in `placed`. */
  readonly unclear: readonly UnclearRequest[];
  readonly customerId: string;
}): readonly string[] {
  const status = new Map(books.orders.map((order) => [order.orderId, order.status]));
  return [
    ...checkBooks(books).map(({ invariant, subject, detail }) => `${invariant}: ${subject}: ${detail}`),
    ...acceptedAndGone(books, history, customerId),
    ...answeredBadly(history),
    ...seenOtherwise(status, history),
    ...placed
      .filter((order) => order.status === 'REJECTED' && status.get(order.orderId) === 'CONFIRMED')
      .map(({ orderId, scenario }) => `outcome: ${orderId}: ${scenario}, and yet it was confirmed`),
    ...leftForNothing(books, placed, unclear, customerId),
  ];
}

/** Faults pass: none of them is a reason to call a person, whether or not anybody was told of the order. */
function leftForNothing(
  books: Books,
  placed: readonly PlacedOrder[],
  unclear: readonly UnclearRequest[],
  customerId: string,
): readonly string[] {
  const scenarios = new Map(placed.map(({ orderId, scenario }) => [orderId, scenario]));
  const beyondUndoing = new Set([
    ...placed.filter(({ scenario }) => scenario === BEYOND_UNDOING).map(({ orderId }) => orderId),
    ...unclear
      .filter(({ request }) => isBeyondUndoing(request))
      .map(({ key }) => orderIdOf({ customerId, idempotencyKey: key })),
  ]);
  return books.orders
    .filter(({ orderId, status }) => status === 'NEEDS_REPAIR' && !beyondUndoing.has(orderId))
    .map(({ orderId }) => {
      const what = scenarios.get(orderId) ?? 'an order that nobody was told of';
      return `outcome: ${orderId}: ${what}, and it was left to an operator for nothing`;
    });
}

/** A call that was answered with 202 may never vanish, and one key is one order. */
function acceptedAndGone(books: Books, history: readonly ClientCall[], customerId: string): readonly string[] {
  const accepted = new Set(books.accepted);
  return history
    .filter(({ operation, outcome }) => operation === 'place' && outcome === 'ok')
    .flatMap(({ key, orderId = '' }) => [
      ...(accepted.has(orderId) ? [] : [`no-loss: ${orderId}: answered 202, but there is no intake record`]),
      ...(orderId === orderIdOf({ customerId, idempotencyKey: key }) ? [] : [`answer: ${key} became order ${orderId}`]),
    ]);
}

function answeredBadly(history: readonly ClientCall[]): readonly string[] {
  const accepted = new Set(history.filter(({ outcome }) => outcome === 'ok').map(({ key }) => key));
  const isKeyReused = ({ operation, status, key }: ClientCall): boolean =>
    operation === 'place' && status === KEY_REUSED && accepted.has(key);
  return history.flatMap((call) => {
    const { operation, key, status, outcome, answer } = call;
    return [
      ...(outcome === 'fail' && !isKeyReused(call)
        ? [`answer: ${operation} ${key}: ${status} for a good request: ${answer.slice(0, 200)}`]
        : []),
      ...(NOT_FOR_CLIENTS.test(answer) ? [`answer: ${operation} ${key}: tells too much: ${answer.slice(0, 200)}`] : []),
    ];
  });
}

/** An end that a client has seen is the end. */
const seenOtherwise = (status: ReadonlyMap<string, string>, history: readonly ClientCall[]): readonly string[] =>
  history
    .filter(
      ({ orderStatus }) => orderStatus === 'CONFIRMED' || orderStatus === 'REJECTED' || orderStatus === 'CANCELLED',
    )
    .filter(({ key, orderStatus }) => status.get(key) !== orderStatus)
    .map(({ key, orderStatus }) => `answer: ${key}: was seen as ${orderStatus}, is ${status.get(key)}`);
