import { createBookShipment } from '../../../../lambdas/saga/shipment/book-shipment';
import { orderId, setUpShipment } from './shipment-bench';

describe('Saga step: BookShipment', () => {
  it('books the shipment and puts it on record', async () => {
    const shipment = await setUpShipment();

    expect(await shipment.book()).toEqual({ shipmentId: expect.any(String) });

    expect(await shipment.atCarrier()).toBe('booked');
    expect(shipment.statusOf()).toBe('SHIPPING');
  });

  it('answers a replay with the first booking, without asking the carrier', async () => {
    const shipment = await setUpShipment();

    const first = await shipment.book();
    const calls = shipment.script.calls.length;
    const replay = await shipment.book();

    expect(replay).toEqual(first);
    expect(shipment.script.calls.slice(calls)).toEqual(['beginShipment']);
  });

  it('has its intent on record before it asks the carrier', async () => {
    const shipment = await setUpShipment();

    await shipment.book();

    expect(shipment.script.calls).toEqual(['beginShipment', 'shippingAddressOf', 'book', 'recordBooked']);
  });

  it('answers with the booking of an attempt whose answer was lost', async () => {
    const shipment = await setUpShipment({ moves: ['works', 'works', 'fails-after'] });

    await expect(shipment.book()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    expect(await shipment.book()).toEqual({ shipmentId: 'shp_1' });
  });

  it('fails as refused when the carrier does not serve the country, and says so again in a replay', async () => {
    const shipment = await setUpShipment({ country: 'AQ' });
    const refused = { name: 'ShipmentRefusedError', reason: 'country_not_served' };

    await expect(shipment.book()).rejects.toMatchObject(refused);
    await expect(shipment.book()).rejects.toMatchObject(refused);

    expect(shipment.script.calls.filter((call) => call === 'book')).toHaveLength(1);
    expect(shipment.statusOf()).toBe('CHARGED');
  });

  it('cancels at the carrier before it believes a refusal, with that on record before', async () => {
    const shipment = await setUpShipment({ country: 'AQ' });

    await expect(shipment.book()).rejects.toMatchObject({ name: 'ShipmentRefusedError' });

    expect(shipment.script.calls.slice(2)).toEqual(['book', 'beginRefusal', 'cancel', 'recordRefused']);
  });

  it('row 35: cancels what an attempt before it has booked when the carrier refuses on the retry', async () => {
    const shipment = await setUpShipment({ moves: ['works', 'works', 'fails-after'] });
    await expect(shipment.book()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(await shipment.atCarrier()).toBe('booked');
    const refusing = { ...shipment.carrier, book: async () => ({ kind: 'refused', reason: 'other' }) as const };
    const retry = createBookShipment({ ...shipment, carrier: refusing });

    await expect(retry({ orderId })).rejects.toMatchObject({ name: 'ShipmentRefusedError', reason: 'other' });

    expect(await shipment.atCarrier()).toBe('cancelled');
    expect(shipment.shipmentState()).toBe('REFUSED');
  });

  it('fails as undone when the undo came first, and asks the carrier for nothing', async () => {
    const shipment = await setUpShipment();
    await shipment.cancel();

    await expect(shipment.book()).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await shipment.atCarrier()).toBe('unknown');
  });

  it('row 39: fails as undone when the undo comes between its intent and the carrier', async () => {
    const shipment = await setUpShipment();
    const book = createBookShipment({
      ...shipment,
      personalData: {
        shippingAddressOf: async (id) => {
          await shipment.cancel();
          return shipment.personalData.shippingAddressOf(id);
        },
      },
    });

    await expect(book({ orderId })).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await shipment.atCarrier()).toBe('cancelled');
    expect(shipment.shipmentState()).toBe('CANCELLED');
  });

  it('row 39: cancels its booking when the undo has begun before that is on record', async () => {
    const shipment = await setUpShipment();
    const book = createBookShipment({
      ...shipment,
      shipments: {
        ...shipment.shipments,
        recordBooked: async (id, shipmentId) => {
          await shipment.store.beginCancelShipment(id); // and then its worker dies
          return shipment.shipments.recordBooked(id, shipmentId);
        },
      },
    });

    await expect(book({ orderId })).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await shipment.atCarrier()).toBe('cancelled');
  });

  it('fails out of order before the payment is charged', async () => {
    const shipment = await setUpShipment();
    Object.assign(shipment.database.orders.get(orderId) ?? {}, { status: 'RESERVED' });

    await expect(shipment.book()).rejects.toMatchObject({ name: 'StepOutOfOrderError', status: 'RESERVED' });
  });
});
