import { setTimeout as sleep } from 'node:timers/promises';
import type { CarrierLedger } from '../../../localstack/carrier-simulator/carrier-api';
import type { FaultKind } from '../../../localstack/simulator/fault-script';
import { type SimulatorUnderTest, startCarrierSimulator } from '../../support/simulators/simulators';

const booking = {
  address: { name: 'A', line1: 'B', postalCode: 'C', city: 'D', country: 'GB' },
  lines: [{ sku: 'tea', quantity: 1 }],
};

/** The carrier stands for both: they share what makes them fail. */
describe('Simulator: faults', () => {
  let simulator: SimulatorUnderTest<CarrierLedger>;
  let orders = 0;
  let orderId: string;

  beforeAll(async () => {
    simulator = await startCarrierSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    orderId = `order-${++orders}`;
    await simulator.heal();
  });

  const book = (id = orderId, timeoutMs = 20_000) =>
    fetch(`${simulator.url}/shipments/${id}`, {
      method: 'PUT',
      body: JSON.stringify(booking),
      signal: AbortSignal.timeout(timeoutMs),
    });
  const isBooked = async () => (await simulator.ledger()).shipments.some((shipment) => shipment.orderId === orderId);

  it.each<{ fault: FaultKind; seen: number | 'silence' | 'reset'; effect: boolean }>([
    { fault: 'timeout-before', seen: 'silence', effect: false },
    { fault: 'timeout-after', seen: 'silence', effect: true },
    { fault: 'error-500-before', seen: 500, effect: false },
    { fault: 'error-500-stored', seen: 500, effect: false },
    { fault: 'error-500-after', seen: 500, effect: true },
    { fault: 'status-409', seen: 409, effect: false },
    { fault: 'status-429', seen: 429, effect: false },
    { fault: 'status-503', seen: 503, effect: false },
    { fault: 'malformed', seen: 200, effect: true },
    { fault: 'altered', seen: 200, effect: true },
    { fault: 'reset', seen: 'reset', effect: false },
    { fault: 'reset-after', seen: 'reset', effect: true },
  ])('$fault is seen as $seen, and its effect is $effect', async ({ fault, seen, effect }) => {
    await simulator.fail({ match: { orderId }, fault });

    const status = await book(orderId, seen === 'silence' ? 150 : 20_000).then(
      (answer) => answer.status,
      (error: Error) => (error.name === 'TimeoutError' ? 'silence' : 'reset'),
    );

    expect(status).toBe(seen);
    await simulator.untilFaultsAreUsedUp(); // a caller that gives up may do so before it was heard
    expect(await isBooked()).toBe(effect);
  });

  it('effect-later comes after its caller has given up', async () => {
    await simulator.fail({ match: { orderId }, fault: 'effect-later', delayMs: 2_000 });

    await expect(book(orderId, 100)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await isBooked()).toBe(false);

    const deadline = Date.now() + 20_000;
    while (!(await isBooked()) && Date.now() < deadline) {
      await sleep(20);
    }
    expect(await isBooked()).toBe(true);
  });

  it('a delay only delays', async () => {
    await simulator.fail({ match: { orderId }, delayMs: 100 });
    const startedAt = performance.now();

    expect((await book()).status).toBe(200);

    expect(performance.now() - startedAt).toBeGreaterThan(90);
  });

  it('meet the calls they are meant for, as often as was said, in the order of the script', async () => {
    await simulator.fail(
      { match: { orderId, operation: 'cancel' }, fault: 'status-409' },
      { match: { orderId: 'somebody-else' }, fault: 'status-409' },
      { match: { operation: 'book' }, times: 2, fault: 'status-503' },
      { fault: 'status-429' },
    );

    const statuses = [];
    for (let call = 0; call < 4; call += 1) {
      statuses.push((await book()).status);
    }

    expect(statuses).toEqual([503, 503, 429, 200]);
  });

  it('refuses a rule that it would not understand', async () => {
    await expect(simulator.make('faults', { fault: 'meteorite' })).rejects.toThrow('refused faults');
    await expect(simulator.make('faults', { matches: {} })).rejects.toThrow('refused faults');
    await expect(simulator.make('earthquake')).rejects.toThrow('refused earthquake');
  });

  it('an outage meets every call until it ends', async () => {
    await simulator.make('outage', { active: true });
    const during = [(await book()).status, (await book()).status];
    await simulator.make('outage', { active: false });

    expect([...during, (await book()).status]).toEqual([503, 503, 200]);
  });
});
