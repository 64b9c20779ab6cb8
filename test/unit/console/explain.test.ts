import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { explain } from '../../../console/orders/explain';
import { walkOf } from '../../../console/orders/saga-walk';
import { whatToDo } from '../../../console/orders/what-to-do';
import { OutcomeUnknownError } from '../../../lambdas/domain/failures';
import { OrderStatus } from '../../../lambdas/domain/order';
import { RejectionName } from '../../../lambdas/domain/rejections';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';

const STEPS = ['CancelShipment', 'RefundPayment', 'ReleaseInventory'] as const;
const nothingDone = { known: true, value: [] } as const;
type Explained = Parameters<typeof explain>[0];

const order = (facts: Partial<Explained>): Explained => ({
  status: 'CONFIRMED',
  reason: null,
  totalMinor: 1780,
  currency: 'EUR',
  unfinished: null,
  events: [event('OrderReceived', 'RECEIVED'), event('OrderReserved', 'RESERVED')],
  reservation: { state: 'SOLD' },
  payment: payment('CHARGED'),
  shipment: { state: 'BOOKED', shipmentId: 'shp_1', refusalReason: null },
  ...facts,
});
const event = (type: string, status: OrderStatus) => ({
  sequence: 1,
  type,
  status,
  occurredAt: '2026-03-01T12:00:00.000Z',
});
const payment = (state: NonNullable<Explained['payment']>['state'], refundId: string | null = null) =>
  ({ state, amountMinor: 1780, currency: 'EUR', intentId: 'pi_1', refundId, declineCode: null }) as const;

describe('Why an order is as it is', () => {
  it('says why it was refunded, and that it was', () => {
    const refused = order({
      status: 'REJECTED',
      reason: 'ShipmentRefusedError',
      reservation: { state: 'RELEASED' },
      payment: payment('REFUNDED', 're_1'),
      shipment: { state: 'REFUSED', shipmentId: null, refusalReason: 'address_undeliverable' },
    });
    expect(explain(refused)).toEqual({
      headline: 'Rejected: the carrier refused to ship it (address_undeliverable). Everything was undone.',
      facts: [
        'Money: 17.80 EUR was charged and has been refunded (re_1).',
        'Goods: reserved, and free again.',
        'Parcel: refused by the carrier (address_undeliverable).',
      ],
    });
  });

  it('tells what was undone from what never was', () => {
    const cancelled = (shipmentId: string | null) =>
      explain(order({ shipment: { state: 'CANCELLED', shipmentId, refusalReason: null } })).facts;
    const { facts } = explain(
      order({ reservation: { state: 'RELEASED' }, events: [event('OrderReceived', 'RECEIVED')] }),
    );

    expect(facts).toContain('Goods: never reserved.');
    expect(cancelled('shp_1')).toContain('Parcel: booked (shp_1), and the booking is cancelled.');
    expect(cancelled(null)).toContain('Parcel: never booked, and no late booking can come through.');
  });

  it.each(Object.values(RejectionName))('has words of its own for %s', (reason) => {
    const { headline } = explain(order({ status: 'REJECTED', reason }));
    expect(headline).toMatch(/^Rejected: (it|its|not|the) .+\. Everything was undone\.$/);
    expect(headline).not.toContain('Error');
  });

  it('says of an order that stands that somebody refunded at the provider', () => {
    const said = expect.stringContaining('somebody refunded at the provider');
    expect(explain(order({}), { isRefundedOutside: true }).facts).toContainEqual(said);
    expect(explain(order({})).facts).not.toContainEqual(said);
  });

  const brokeAt = (state: string, details: object) =>
    walkOf([
      { id: 1, type: 'TaskStateEntered', timestamp: new Date(0), stateEnteredEventDetails: { name: state } },
      ...[2, 3].flatMap((id) => [
        { id, type: 'TaskScheduled', timestamp: new Date(0) } as const,
        { id: id + 2, type: 'TaskFailed', timestamp: new Date(0), taskFailedEventDetails: details } as const,
      ]),
    ] as HistoryEvent[]);
  const conflict = new OutcomeUnknownError('booking the shipment', 'an answer with status 409');
  const thrown = (error: Error) => ({ error: error.name, cause: JSON.stringify({ errorMessage: error.message }) });

  it.each([
    [
      brokeAt('BookShipment', thrown(conflict)),
      'booking the parcel broke for good after 2 tries (outcome of booking the shipment is unknown: an answer with status 409)',
    ],
    [
      brokeAt('ChargePayment', thrown(new TypeError('secret'))),
      'charging the customer broke for good after 2 tries (TypeError)',
    ],
    [brokeAt('ChargePayment', {}), 'charging the customer broke for good after 2 tries (no answer in time)'],
    [brokeAt('RefundPayment', thrown(conflict)), 'a step broke for good'],
    [undefined, 'a step broke for good'],
  ])('names the step that broke, with what it said (%#)', (walk, cause) => {
    const failed = order({ status: 'REJECTED', reason: 'ProcessingFailed' });
    expect(explain(failed, { walk }).headline).toBe(`Rejected: ${cause}. Everything was undone.`);
  });

  it.each(Object.values(OrderStatus))('has a sentence for %s', (status) => {
    expect(explain(order({ status })).headline.length).toBeGreaterThan(20);
  });

  it('puts money first among what is to be done, and says where', () => {
    const text = String(
      whatToDo({
        order: {
          ...order({ status: 'NEEDS_REPAIR' }),
          unfinished: [
            { step: 'ReleaseInventory', error: 'x' },
            { step: 'RefundPayment', error: 'RefundFailedError' },
          ],
        } as never,
        actions: nothingDone,
      }),
    );
    expect(text.indexOf('RefundPayment')).toBeLessThan(text.indexOf('ReleaseInventory'));
    expect(text).toMatch(/Undo this order: that refunds.*open pi_1 at the payment provider/s);
    expect(whatToDo({ order: order({}) as never, actions: nothingDone })).toBeUndefined();
  });

  it('advises no undo of a refund that the bank has returned, since none is tried again', () => {
    const text = String(
      whatToDo({
        order: {
          ...order({ status: 'NEEDS_REPAIR', payment: payment('REFUNDING', 're_1') }),
          unfinished: [{ step: 'RefundPayment', error: 'RefundFailedError' }],
        } as never,
        actions: nothingDone,
      }),
    );
    expect(text).toMatch(/The bank has returned a refund, and it is not tried again/);
    expect(text).not.toContain('Undo this order');
  });

  it.each([
    ['its parcel, at which an undo stopped', ['CANCELLING', 'CHARGED', 'HELD'], STEPS],
    ['the rest, of one that was refunded by hand', ['BOOKED', 'REFUNDED', 'HELD'], [STEPS[0], STEPS[2]]],
    ['what was begun and has no end', ['OPEN', 'OPEN', 'RELEASED'], [STEPS[0], STEPS[1]]],
    ['a refund that is on its way', ['CANCELLED', 'REFUNDING', 'RELEASED'], [STEPS[1]]],
    ['nothing, when nothing is left', ['REFUSED', 'VOIDED', 'RELEASED'], []],
  ] as const)('takes from the books of an order that is not to be confirmed any more %s', (_, states, steps) => {
    const [parcel, money, goods] = states;
    const text = String(
      whatToDo({
        order: {
          ...order({ status: 'NEEDS_REPAIR', reservation: { state: goods }, payment: payment(money) }),
          shipment: { state: parcel, shipmentId: 'shp_1', refusalReason: null },
          unfinished: [{ step: 'ConfirmOrder', error: 'States.Timeout' }],
          compensatingAt: new Date(),
        } as never,
        actions: nothingDone,
      }),
    );
    for (const step of STEPS) {
      expect([step, text.includes(step)]).toEqual([step, (steps as readonly string[]).includes(step)]);
    }
    expect(text.includes('No step is on record as unfinished')).toBe(steps.length === 0);
  });

  it('says of an undo that did not finish who tried it and where it stopped, beside why the order needs repair', () => {
    const inRepair = {
      ...order({ status: 'NEEDS_REPAIR', reason: 'ExecutionAborted', reservation: { state: 'HELD' } }),
      unfinished: [
        { step: 'RefundPayment', error: 'DependencyUnavailableError' },
        { step: 'ConfirmOrder', error: 'States.Timeout' },
      ],
      compensatingAt: null,
    };
    const undo = {
      ...({ kind: 'undo', orderId: 'x', by: 'ada', at: '2026-03-01T12:00:00.000Z', outcome: 'failed' } as const),
      reason: 'the customer has called (Error: unfinished: RefundPayment (DependencyUnavailableError))',
    };
    const text = (...acts: readonly OperatorAction[]) =>
      String(whatToDo({ order: inRepair as never, actions: { known: true, value: acts } }));

    expect(explain(inRepair).headline).toContain('execution aborted');
    expect(text(undo)).toMatch(
      /ada tried to undo it at .*did not finish.*“the customer has called \(unfinished: refund payment \(dependency unavailable\)\)”/s,
    );
    expect(text(undo)).toMatch(/An undo was tried, and nothing of it is on record/);
    expect(text({ ...undo, outcome: 'begun' })).toMatch(/at .*, and that has not ended yet, or was cut off: “/);
    expect(text(undo, { ...undo, outcome: 'done' })).not.toContain('tried to undo');
    expect(text()).not.toContain('tried to undo');
  });
});
