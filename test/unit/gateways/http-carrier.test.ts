import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { CALL_TIMEOUT_MS } from '../../../lambdas/gateways/call-timeouts';
import { createHttpCarrier } from '../../../lambdas/gateways/http-carrier';
import type { Carrier } from '../../../lambdas/ports/carrier';
import type { CarrierLedger } from '../../../localstack/carrier-simulator/carrier-api';
import type { FaultKind } from '../../../localstack/simulator/fault-script';
import { type SimulatorUnderTest, startCarrierSimulator } from '../../support/simulators/simulators';

const address = {
  name: 'Ada Lovelace',
  line1: '12 St James Square',
  line2: 'First floor',
  postalCode: 'SW1Y 4JH',
  city: 'London',
  country: 'GB',
};
const lines = [{ sku: 'tea', quantity: 2 }];
const soon = { ...CALL_TIMEOUT_MS, bookShipment: 150, cancelShipment: 150 };
const KEY = 'a-key-that-must-never-be-seen';
const apiKey = { read: async () => KEY, forget: () => undefined };

describe('HTTP carrier', () => {
  let simulator: SimulatorUnderTest<CarrierLedger>;
  let carrier: Carrier;
  /** Gives up after a moment: for calls that are meant to time out, and for no others. */
  let impatient: Carrier;

  beforeAll(async () => {
    simulator = await startCarrierSimulator({ apiKey: KEY });
    carrier = createHttpCarrier({ url: `${simulator.url}/`, apiKey });
    impatient = createHttpCarrier({ url: simulator.url, apiKey, timeoutsMs: soon });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.heal());

  const stateOf = async (orderId: string) =>
    (await simulator.ledger()).shipments.find((shipment) => shipment.orderId === orderId)?.state;

  it('books a shipment once, however often it is asked to', async () => {
    const orderId = randomUUID();

    const first = await carrier.book({ orderId, address, lines });
    const again = await carrier.book({ orderId, address, lines });

    expect(first).toEqual({ kind: 'booked', shipmentId: expect.any(String) });
    expect(again).toEqual(first);
    expect(await stateOf(orderId)).toBe('booked');
  });

  it.each([
    { altered: { country: 'AQ' }, reason: 'country_not_served' },
    { altered: { postalCode: '00000' }, reason: 'address_undeliverable' },
    { altered: { postalCode: '99999' }, reason: 'goods_not_accepted' },
  ])('answers that $altered is refused as $reason, for ever', async ({ altered, reason }) => {
    const orderId = randomUUID();

    const refused = await carrier.book({ orderId, address: { ...address, ...altered }, lines });

    expect(refused).toEqual({ kind: 'refused', reason });
    expect(await carrier.book({ orderId, address, lines })).toEqual(refused);
  });

  it('passes on no reason that is not on the list: it could repeat the address', async () => {
    const orderId = randomUUID();
    await simulator.fail({
      match: { orderId },
      fault: 'altered',
      alter: { reason: 'Nobody lives at 12 St James Square' },
    });

    expect(await carrier.book({ orderId, address: { ...address, country: 'AQ' }, lines })).toEqual({
      kind: 'refused',
      reason: 'other',
    });
  });

  it('row 39: leaves a tombstone that a late booking finds, also when nothing was booked', async () => {
    const orderId = randomUUID();

    await carrier.cancel(orderId);
    await carrier.cancel(orderId);

    expect(await carrier.book({ orderId, address, lines })).toEqual({ kind: 'cancelled' });
    expect(await stateOf(orderId)).toBe('cancelled');
  });

  it.each(
    (['book', 'cancel'] as const).flatMap((operation) =>
      (
        [
          'timeout-before',
          'timeout-after',
          'error-500-before',
          'error-500-after',
          'status-429',
          'status-503',
          'malformed',
          'reset',
          'reset-after',
        ] satisfies FaultKind[]
      ).map((fault) => ({ operation, fault })),
    ),
  )(
    'fails as unknown, and tells nothing, when $operation meets $fault; the next call settles it',
    async ({ operation, fault }) => {
      const orderId = randomUUID();
      const call = (to: Carrier): Promise<unknown> =>
        operation === 'book' ? to.book({ orderId, address, lines }) : to.cancel(orderId);
      await simulator.fail({ match: { orderId, operation }, fault });

      const error: unknown = await call(impatient).catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ name: 'OutcomeUnknownError' });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/Lovelace|James|never-be-seen/);
      await call(carrier);
      expect(await stateOf(orderId)).toBe(operation === 'book' ? 'booked' : 'cancelled');
    },
  );

  it.each([
    { what: 'no id', alter: { shipmentId: null } },
    { what: 'an id that is none', alter: { shipmentId: 'a b' } },
    { what: 'another status', alter: { status: 'perhaps' } },
  ])('fails as unknown when a booking answers with $what', async ({ alter }) => {
    const orderId = randomUUID();
    await simulator.fail({ match: { orderId }, fault: 'altered', alter });

    await expect(carrier.book({ orderId, address, lines })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });

  it('refuses on the retry what it has booked when it is told to, and cancels that', async () => {
    const orderId = randomUUID();
    await simulator.fail({ match: { orderId, operation: 'book' }, fault: 'timeout-after' });
    await simulator.fail({ match: { orderId, operation: 'book' }, fault: 'refused' });
    await expect(impatient.book({ orderId, address, lines })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    expect(await carrier.book({ orderId, address, lines })).toEqual({ kind: 'refused', reason: 'country_not_served' });
    expect(await stateOf(orderId)).toBe('booked');

    await carrier.cancel(orderId);
    expect(await carrier.book({ orderId, address, lines })).toEqual({ kind: 'cancelled' });
    expect(await stateOf(orderId)).toBe('cancelled');
  });

  it('cancels what was refused, and it stays so', async () => {
    const orderId = randomUUID();
    const nowhere = { ...address, country: 'AQ' };
    const refused = await carrier.book({ orderId, address: nowhere, lines });

    await carrier.cancel(orderId);

    expect(await carrier.book({ orderId, address, lines })).toEqual(refused);
    expect(await stateOf(orderId)).toBe('refused');
  });

  it('waits for the right key when it is refused, and asks for it anew', async () => {
    const keys = ['an old one', KEY];
    const rotated = { read: async () => keys[0] ?? '', forget: () => void keys.shift() };
    const rotating = createHttpCarrier({ url: simulator.url, apiKey: rotated });

    await expect(rotating.cancel(randomUUID())).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      message: 'the carrier (it refuses our API key) is unavailable',
    });
    await expect(rotating.cancel(randomUUID())).resolves.toBeUndefined();
  });

  it('needs no key where the carrier wants none', async () => {
    const open = await startCarrierSimulator();

    await expect(createHttpCarrier({ url: open.url, apiKey: undefined }).cancel(randomUUID())).resolves.toBeUndefined();

    await open.close();
  });
});
