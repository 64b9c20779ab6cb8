import type { Books } from '../../../lambdas/domain/books/books';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { LEGAL_MOVES, type OrderStatus } from '../../../lambdas/domain/order';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';
import {
  agreeing,
  confirmed,
  eventAt,
  leaving,
  parked,
  refundAt,
  rejected,
  replace,
  trail,
} from '../../support/mothers/books-mother';

describe('Books', () => {
  it('agree when every order is explained, an unfinished refund included', () => {
    expect(checkBooks(agreeing())).toEqual([]);
  });

  it('agree when a refund has a place in the sequence, before the end of its order or after it', () => {
    const books = agreeing();
    const others = books.events.filter(({ orderId }) => orderId !== rejected);

    expect(
      checkBooks({
        ...books,
        events: [
          ...others,
          ...trail(rejected, ['RECEIVED', 'RESERVED', 'CHARGED']),
          refundAt(rejected, 'CHARGED', 4),
          eventAt(rejected, 'REJECTED', 5),
          refundAt(rejected, 'REJECTED', 6),
        ],
      }),
    ).toEqual([]);
  });

  it('agree when nothing was left over, and reservations hold what is reserved', () => {
    const books = agreeing();

    expect(checkBooks({ ...books, ...leaving({}), stock: replace(books.stock, 0, { held: 0 }) })).toEqual([]);
  });

  it('agree when the execution of a dead letter ended: somebody will look at it', () => {
    const books = agreeing();

    expect(
      checkBooks({ ...books, executions: [...books.executions, { orderId: 'order-dead-lettered', status: 'FAILED' }] }),
    ).toEqual([]);
  });

  it.each([
    ['an operator can see it', ['RefundPayment']],
    ['an operator has tried to undo it, and did not hear from a step', ['RefundPayment', 'ReleaseInventory']],
    ['it was paid back by hand since, and an undo did not hear from another step', ['CancelShipment']],
  ])('agree when the bank returned a refund after the end, and %s', (_, unfinished) => {
    const books = agreeing();

    expect(
      checkBooks({
        ...books,
        orders: replace(books.orders, 1, { status: 'NEEDS_REPAIR', unfinished }),
        events: [...books.events, eventAt(rejected, 'NEEDS_REPAIR', 5)],
        ...(unfinished.includes('RefundPayment') && {
          payments: replace(books.payments, 1, { refundedMinor: 0, refunds: 0 }),
        }),
      }),
    ).toEqual([]);
  });

  it('agree when repair lists undos that were made after all, since nobody has heard of them', () => {
    const books = agreeing();

    expect(
      checkBooks({
        ...books,
        orders: replace(books.orders, 2, { unfinished: ['CancelShipment', 'RefundPayment', 'ReleaseInventory'] }),
        payments: replace(books.payments, 2, { refundedMinor: 500, refunds: 1 }),
      }),
    ).toEqual([]);
  });

  it.each<[string, string, (books: Books) => Partial<Books>]>([
    ['a unit vanished', 'stock', ({ stock }) => ({ stock: replace(stock, 0, { available: 7 }) })],
    ['stock is negative', 'stock', ({ stock }) => ({ stock: replace(stock, 0, { available: -1, sold: 11 }) })],
    ['a unit was sold to nobody', 'stock', ({ stock }) => ({ stock: replace(stock, 0, { available: 7, sold: 3 }) })],
    [
      'a unit is held for nobody',
      'stock',
      ({ stock }) => ({ stock: replace(stock, 0, { available: 7, reserved: 1 }) }),
    ],
    ['an order was charged twice', 'charge', ({ payments }) => ({ payments: replace(payments, 0, { captures: 2 }) })],
    ['a confirmed order was not paid', 'charge', ({ payments }) => ({ payments: payments.slice(1) })],
    [
      'a confirmed order paid too little',
      'charge',
      ({ payments }) => ({ payments: replace(payments, 0, { capturedMinor: 1 }) }),
    ],
    [
      'a confirmed order paid too much, and has the rest back',
      'charge',
      ({ payments }) => ({
        payments: replace(payments, 0, { capturedMinor: 1800, refundedMinor: 800, refunds: 1 }),
      }),
    ],
    [
      'a confirmed order was refunded in part',
      'charge',
      ({ payments }) => ({ payments: replace(payments, 0, { refundedMinor: 400, refunds: 1 }) }),
    ],
    [
      'a confirmed order paid in another currency',
      'charge',
      ({ payments }) => ({ payments: replace(payments, 0, { currency: 'usd' }) }),
    ],
    [
      'a rejected order was not refunded',
      'charge',
      ({ payments }) => ({ payments: replace(payments, 1, { refundedMinor: 0, refunds: 0 }) }),
    ],
    [
      'money is kept for no order',
      'charge',
      ({ payments }) => ({
        payments: [
          ...payments,
          { orderId: 'stranger', currency: 'eur', capturedMinor: 1, refundedMinor: 0, captures: 1, refunds: 0 },
        ],
      }),
    ],
    ['an order was refunded twice', 'refund', ({ payments }) => ({ payments: replace(payments, 1, { refunds: 2 }) })],
    [
      'more was refunded than captured',
      'refund',
      ({ payments }) => ({ payments: replace(payments, 1, { refundedMinor: 501 }) }),
    ],
    [
      'a refund is missing that repair does not list',
      'charge',
      ({ orders }) => ({ orders: replace(orders, 2, { unfinished: ['CancelShipment'] }) }),
    ],
    [
      'half of a refund is missing that repair lists',
      'refund',
      ({ payments }) => ({ payments: replace(payments, 2, { refundedMinor: 250, refunds: 1 }) }),
    ],
    [
      'something ships for no order',
      'shipment',
      ({ shipments }) => ({ shipments: [...shipments, { orderId: 'stranger', state: 'booked' }] }),
    ],
    ['a confirmed order has no shipment', 'shipment', ({ shipments }) => ({ shipments: shipments.slice(1) })],
    [
      'a rejected order still ships',
      'shipment',
      ({ shipments }) => ({ shipments: replace(shipments, 1, { state: 'booked' }) }),
    ],
    [
      'a parked order still ships unlisted',
      'shipment',
      ({ shipments }) => ({ shipments: replace(shipments, 2, { state: 'booked' }) }),
    ],
    ['an accepted order is nowhere', 'no-loss', ({ accepted }) => ({ accepted: [...accepted, 'lost'] })],
    [
      'an execution still runs',
      'liveness',
      ({ executions }) => ({ executions: replace(executions, 0, { status: 'RUNNING' }) }),
    ],
    [
      'an order was carried twice',
      'one-execution',
      ({ executions }) => ({ executions: [...executions, ...executions] }),
    ],
    [
      'an order was carried that nobody has accepted',
      'one-execution',
      ({ accepted }) => ({ accepted: accepted.filter((orderId) => orderId !== confirmed) }),
    ],
    [
      'an order was undone in another order',
      'path',
      ({ executions }) => ({ executions: replace(executions, 2, { visited: UNDO_STEPS.toReversed() }) }),
    ],
    [
      'an order moved out of a final status',
      'path',
      ({ events }) => ({ events: [...events, eventAt(confirmed, 'REJECTED', 6)] }),
    ],
    [
      'an order that had ended is open again, and owes nothing',
      'path',
      ({ orders, events }) => ({
        orders: replace(orders, 1, { status: 'NEEDS_REPAIR', unfinished: [] }),
        events: [...events, eventAt(rejected, 'NEEDS_REPAIR', 5)],
      }),
    ],
    [
      'an order that had ended is open again, and not to be undone',
      'path',
      ({ orders, events }) => ({
        orders: replace(orders, 1, { status: 'NEEDS_REPAIR', unfinished: ['RefundPayment', 'ConfirmOrder'] }),
        events: [...events, eventAt(rejected, 'NEEDS_REPAIR', 5)],
      }),
    ],
    [
      'a refund moved its order',
      'path',
      ({ orders, events }) => ({
        orders: replace(orders, 2, { status: 'REJECTED', unfinished: [] }),
        events: [...events, refundAt(parked, 'REJECTED', 5)],
      }),
    ],
    ['an event is missing', 'events', ({ events }) => ({ events: events.filter(({ sequence }) => sequence !== 2) })],
    [
      'the last event tells another end',
      'events',
      ({ events }) => ({ events: events.filter(({ status }) => status !== 'CONFIRMED') }),
    ],
    [
      'a trail does not begin with the receipt of its order',
      'path',
      ({ events }) => ({ events: replace(events, 0, { type: 'OrderReserved', status: 'RESERVED' }) }),
    ],
    [
      'an event says something else than the status that it brought',
      'path',
      ({ events }) => ({ events: replace(events, 1, { type: 'OrderCharged' }) }),
    ],
    ['reservations hold more than is reserved', 'stock', ({ stock }) => ({ stock: replace(stock, 0, { held: 1 }) })],
    [
      'an execution succeeded and its order has not ended',
      'silent-end',
      ({ events }) => ({ events: events.filter(({ status }) => status !== 'CONFIRMED') }),
    ],
    [
      'an execution failed and nobody was told',
      'silent-end',
      ({ orders }) => ({ orders: replace(orders, 2, { status: 'CHARGED' }) }),
    ],
    [
      'an execution ended of an order that is not on record',
      'silent-end',
      ({ executions }) => ({ executions: [...executions, { orderId: 'stranger', status: 'ABORTED' }] }),
    ],
    ['an event was never published', 'events', () => leaving({ unpublished: [{ orderId: confirmed, sequence: 5 }] })],
    ['a dead letter comes back after it was redriven', 'redrive', () => leaving({ redrivenInVain: [confirmed] })],
    ['a request is in progress for ever', 'liveness', () => leaving({ abandoned: ['a key'] })],
    [
      'an event belongs to no order',
      'events',
      ({ events }) => ({ events: [...events, ...trail('stranger', ['RECEIVED'])] }),
    ],
  ])('fails when %s', (_what, invariant, change) => {
    const books = agreeing();

    const violated = checkBooks({ ...books, ...change(books) }).map((violation) => violation.invariant);

    expect(violated).toContain(invariant);
  });

  it.each(
    Object.keys(LEGAL_MOVES).filter(
      (status) => !['CONFIRMED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR'].includes(status),
    ),
  )('fails while an order is still %s', (status) => {
    const books = agreeing();
    const orders = replace(books.orders, 0, { status: status as OrderStatus });

    expect(checkBooks({ ...books, orders })).toContainEqual({
      invariant: 'liveness',
      subject: confirmed,
      detail: `still ${status}`,
    });
  });
});
