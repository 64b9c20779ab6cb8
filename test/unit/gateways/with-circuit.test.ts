import fc from 'fast-check';
import { DependencyUnavailableError, OutcomeUnknownError } from '../../../lambdas/domain/failures';
import { CIRCUIT_SETTINGS } from '../../../lambdas/gateways/circuit-settings';
import { judgeCall } from '../../../lambdas/gateways/shared-circuit';
import { carrierWithCircuit, paymentProviderWithCircuit } from '../../../lambdas/gateways/with-circuit';
import { type CircuitBreaker, createCircuitBreaker } from '../../../lambdas/resilience/circuit-breaker';
import { createChargePayment } from '../../../lambdas/saga/payment/charge-payment';
import { createRefundPayment } from '../../../lambdas/saga/payment/refund-payment';
import { createInMemoryCircuitStore } from '../../support/circuit/in-memory-circuit-store';
import { RecordedChanges } from '../../support/circuit/shared-circuit-bench';
import { ManualClock } from '../../support/intake/manual-clock';
import { arbitraryMoves } from '../../support/scripted-provider/arbitrary-moves';
import type { Move } from '../../support/scripted-provider/script';
import { captured, givenBack, orderId, setUpPayment, untouched } from '../saga/payment/payment-bench';
import { setUpShipment } from '../saga/shipment/shipment-bench';

const settings = CIRCUIT_SETTINGS['payment-provider'];

/** A circuit that is shared by every environment which the test asks for. */
function sharedCircuit() {
  const clock = new ManualClock();
  const store = createInMemoryCircuitStore();
  let leases = 0;
  const environment = (): CircuitBreaker =>
    createCircuitBreaker({
      ...{ dependency: 'payment-provider', settings, store, clock },
      observer: new RecordedChanges(),
      newLeaseId: () => `lease-${++leases}`,
      judge: judgeCall,
    });
  const otherOrdersFail = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      await environment()
        .run(() => Promise.reject(new OutcomeUnknownError('another order', 'no answer in time')))
        .catch(() => undefined);
    }
  };
  return { clock, environment, otherOrdersFail, stateOf: () => store.stateOf('payment-provider')?.kind };
}

/** The payment steps of one order, each call of them in a new execution environment. */
async function setUpGuardedPayment(moves: readonly Move[] = [], paymentMethodId = 'pm_card_visa') {
  const circuit = sharedCircuit();
  const bench = await setUpPayment({ moves, paymentMethodId });
  const { payments, personalData } = bench;
  const provider = () => paymentProviderWithCircuit(bench.provider, circuit.environment());
  return {
    bench,
    circuit,
    charge: () => createChargePayment({ payments, provider: provider(), personalData })({ orderId }),
    refund: () => createRefundPayment({ payments, provider: provider() })({ orderId }),
  };
}

/** The calls that a step makes before the one of this name, when everything works. */
async function callsBefore(name: string): Promise<number> {
  const { bench, charge } = await setUpGuardedPayment();
  await charge();
  return bench.script.calls.indexOf(name);
}

describe('Steps behind an open circuit', () => {
  it('claim nothing of a charge whose outcome was unknown when the circuit opened, and find it made afterwards', async () => {
    const moves: Move[] = Array(await callsBefore('confirmIntent')).fill('works');
    const { bench, circuit, charge } = await setUpGuardedPayment([...moves, 'fails-after']);
    await expect(charge()).rejects.toBeInstanceOf(OutcomeUnknownError);
    const stateBefore = bench.paymentState();

    await circuit.otherOrdersFail(4);
    expect(circuit.stateOf()).toBe('open');
    await expect(charge()).rejects.toBeInstanceOf(DependencyUnavailableError);
    expect(bench.paymentState()).toBe(stateBefore);
    expect(bench.statusOf()).toBe('RESERVED');

    circuit.clock.advance(settings.openForMs);
    await charge();
    expect(bench.statusOf()).toBe('CHARGED');
    expect(await bench.money()).toEqual(captured);
  });

  it('make no call, and leave an order that was never charged as it is', async () => {
    const { bench, circuit, charge } = await setUpGuardedPayment();
    await circuit.otherOrdersFail(5);

    await expect(charge()).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      dependency: 'payment-provider',
      message: 'payment-provider is unavailable: its circuit is open',
    });

    expect(bench.provider.script.calls).not.toContain('createIntent');
    expect(bench.statusOf()).toBe('RESERVED');
  });

  it('make a refund wait, which then gives the money back once', async () => {
    const { bench, circuit, charge, refund } = await setUpGuardedPayment();
    await charge();
    await circuit.otherOrdersFail(5);

    for (let n = 0; n < 3; n += 1) {
      await expect(refund()).rejects.toBeInstanceOf(DependencyUnavailableError);
    }
    expect(await bench.money()).toEqual(captured);

    circuit.clock.advance(settings.openForMs);
    await refund();
    expect(await bench.money()).toEqual(givenBack);
  });

  it('wait when their own call was the probe that failed, and when it was the failure that opened the circuit', async () => {
    const upToTheCall: Move[] = Array(await callsBefore('createIntent')).fill('works');
    const failing: Move[] = [...upToTheCall, 'fails-before'];
    const { circuit, charge } = await setUpGuardedPayment([...failing, ...failing]);
    await circuit.otherOrdersFail(4);

    await expect(charge()).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      cause: { name: 'OutcomeUnknownError' },
    });
    circuit.clock.advance(settings.openForMs);
    await expect(charge()).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      cause: { name: 'OutcomeUnknownError' },
    });
    expect(circuit.stateOf()).toBe('open');
  });

  it('book and cancel shipments behind the circuit of the carrier', async () => {
    const circuit = sharedCircuit();
    const { carrier } = await setUpShipment();
    const guarded = carrierWithCircuit(carrier, circuit.environment());
    await circuit.otherOrdersFail(5);

    await expect(
      guarded.book({ orderId, lines: [], address: { name: '', line1: '', postalCode: '', city: '', country: 'DE' } }),
    ).rejects.toBeInstanceOf(DependencyUnavailableError);
    await expect(guarded.cancel(orderId)).rejects.toBeInstanceOf(DependencyUnavailableError);

    expect(carrier.script.calls).toEqual([]);
  });
});

describe('Payment behind a circuit, under any faults', () => {
  /** As Step Functions would, with the time that passes between two attempts. */
  const untilSettled = async (attempt: () => Promise<unknown>, circuit: { clock: ManualClock }, attempts: number) => {
    for (let n = 0; n < attempts; n += 1) {
      const ended = await attempt().then(
        () => true,
        (error: Error) => error.name === 'PaymentDeclinedError' || error.name === 'OrderUndoneError',
      );
      if (ended) {
        return;
      }
      circuit.clock.advance(settings.openForMs / 2);
    }
    throw new Error(`not settled after ${attempts} attempts`);
  };

  it.each(['pm_card_visa', 'pm_card_visa_chargeDeclined'])(
    'takes the money once or not at all, and gives it back once (%s)',
    async (paymentMethodId) => {
      await fc.assert(
        fc.asyncProperty(arbitraryMoves(2), fc.nat(6), async (moves, givesUpAfter) => {
          const { bench, circuit, charge, refund } = await setUpGuardedPayment(moves, paymentMethodId);

          await untilSettled(charge, circuit, givesUpAfter).catch(() => undefined);
          await untilSettled(refund, circuit, 200);

          expect([untouched, givenBack]).toContainEqual(await bench.money());
        }),
        { numRuns: 150 },
      );
    },
  );

  it('ends with the order charged once when only time and luck are needed', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMoves(2), async (moves) => {
        const { bench, circuit, charge } = await setUpGuardedPayment(moves);

        await untilSettled(charge, circuit, 200);

        expect(bench.statusOf()).toBe('CHARGED');
        expect(await bench.money()).toEqual(captured);
      }),
      { numRuns: 150 },
    );
  });
});
