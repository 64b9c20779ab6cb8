import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCarrierSimulator } from '../../support/simulators/simulators';

const address = { name: 'A', line1: 'B', postalCode: 'C', city: 'D', country: 'GB' };
const lines = [{ sku: 'tea', quantity: 1 }];

async function send(simulator: { url: string }, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${simulator.url}/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

describe('Carrier simulator', () => {
  it('answers for a shipment, once it knows it', async () => {
    const simulator = await startCarrierSimulator();

    expect(await send(simulator, 'GET', 'shipments/order-1')).toMatchObject({ status: 404 });
    const booked = await send(simulator, 'PUT', 'shipments/order-1', { address, lines });
    expect(booked).toEqual({
      status: 200,
      body: { orderId: 'order-1', status: 'booked', shipmentId: expect.any(String) },
    });
    expect(await send(simulator, 'GET', 'shipments/order-1')).toEqual(booked);

    await simulator.close();
  });

  it.each([
    { what: 'no JSON', body: undefined },
    { what: 'no lines', body: { address, lines: [] } },
    { what: 'an incomplete address', body: { address: { country: 'GB' }, lines } },
    { what: 'more than was agreed', body: { address, lines, paymentMethodId: 'pm_card_visa' } },
  ])('refuses a booking with $what, and remembers nothing', async ({ body }) => {
    const simulator = await startCarrierSimulator();

    expect(await send(simulator, 'PUT', 'shipments/order-1', body)).toMatchObject({ status: 400 });

    expect(await simulator.ledger()).toEqual({ shipments: [] });
    await simulator.close();
  });

  it('refuses a wrong key, a path and a method that it does not know', async () => {
    const simulator = await startCarrierSimulator({ apiKey: 'the key' });
    expect(await send(simulator, 'GET', 'shipments/order-1')).toMatchObject({ status: 401 });
    await simulator.close();

    const open = await startCarrierSimulator();
    expect(await send(open, 'GET', 'parcels/order-1')).toMatchObject({ status: 404 });
    expect(await send(open, 'POST', 'shipments/order-1', {})).toMatchObject({ status: 405 });
    await open.close();
  });

  it('keeps its books over an orderly stop', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrier-simulator-'));
    const stateFile = join(folder, 'state.json');
    const before = await startCarrierSimulator({ stateFile });
    await send(before, 'PUT', 'shipments/order-1', { address, lines });
    await send(before, 'DELETE', 'shipments/order-2');
    const ledger = await before.ledger();
    await before.close();

    const after = await startCarrierSimulator({ stateFile });

    expect(await after.ledger()).toEqual(ledger);
    expect(await send(after, 'PUT', 'shipments/order-2', { address, lines })).toMatchObject({ status: 409 });
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
