import { orderId, setUpShipment } from './shipment-bench';

describe('Saga step: CancelShipment', () => {
  it('cancels what is booked, and says so in a replay', async () => {
    const shipment = await setUpShipment();
    await shipment.book();

    expect(await shipment.cancel()).toEqual({ outcome: 'cancelled' });
    expect(await shipment.cancel()).toEqual({ outcome: 'nothing-left-to-cancel' });

    expect(await shipment.atCarrier()).toBe('cancelled');
    expect(shipment.shipmentState()).toBe('CANCELLED');
  });

  it('works when nothing was booked, without asking the carrier', async () => {
    const shipment = await setUpShipment();

    await shipment.cancel();

    expect(shipment.script.calls).toEqual(['beginCancelShipment']);
  });

  it('row 39: leaves a tombstone at the carrier that a late booking finds', async () => {
    const shipment = await setUpShipment({ moves: ['works', 'works', { landsAfter: 1_000 }] });
    await expect(shipment.book()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    await shipment.cancel();

    expect(await shipment.atCarrier()).toBe('cancelled'); // the booking has landed by now
  });

  it('fails when the order is confirmed, and leaves the booking', async () => {
    const shipment = await setUpShipment();
    await shipment.book();
    Object.assign(shipment.database.orders.get(orderId) ?? {}, { status: 'CONFIRMED' });

    await expect(shipment.cancel()).rejects.toMatchObject({ name: 'OrderConfirmedError' });

    expect(await shipment.atCarrier()).toBe('booked');
  });
});
