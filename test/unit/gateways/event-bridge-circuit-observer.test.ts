import { CIRCUIT_EVENTS } from '../../../lambdas/contracts/circuit-event';
import { OutcomeUnknownError } from '../../../lambdas/domain/failures';
import type { AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import { CALL_TIMEOUT_MS } from '../../../lambdas/gateways/call-timeouts';
import { createEventBridgeCircuitObserver } from '../../../lambdas/gateways/event-bridge-circuit-observer';
import { createCircuitBreaker } from '../../../lambdas/resilience/circuit-breaker';
import { createInMemoryCircuitStore } from '../../support/circuit/in-memory-circuit-store';
import { ManualClock } from '../../support/intake/manual-clock';

const TAKEN = { FailedEntryCount: 0 };

interface PutEvents {
  readonly Entries: readonly { readonly Source: string; readonly DetailType: string; readonly Detail: string }[];
}

/** A circuit that opens at the first failure, and the bus that it is told of on. */
function setUp(answer: () => Promise<unknown> = async () => TAKEN) {
  const calls: AwsJsonCall[] = [];
  const aws = {
    write(call: AwsJsonCall): Promise<unknown> {
      calls.push(call);
      return answer();
    },
  };
  const clock = new ManualClock();
  const circuit = createCircuitBreaker({
    dependency: 'carrier',
    settings: { failuresToOpen: 1, openForMs: 60_000, leaseMs: 15_000, believedForMs: 0, storeAwayForMs: 20_000 },
    store: createInMemoryCircuitStore(),
    observer: createEventBridgeCircuitObserver({ aws, busName: 'orders' }),
    clock,
    newLeaseId: () => 'lease-1',
    judge: () => 'failed',
  });
  const fail = () => circuit.run(() => Promise.reject(new Error('no answer'))).catch((error: Error) => error.name);
  return {
    calls,
    clock,
    circuit,
    fail,
    entries: () => calls.flatMap(({ input }) => (input as unknown as PutEvents).Entries),
  };
}

describe('Events of circuits on EventBridge', () => {
  it('tell of an opening, the probe and the end of it, as we have promised and under a source of their own', async () => {
    const { clock, circuit, fail, entries } = setUp();

    await fail();
    clock.advance(60_001);
    expect(await circuit.run(async () => 'booked')).toBe('booked');

    expect(entries().map(({ Source, DetailType }) => `${Source} ${DetailType}`)).toEqual(
      Array(3).fill('order-workflow.circuits CircuitChanged'),
    );
    const events = entries().map(({ Detail }) => JSON.parse(Detail) as object);
    expect(events.map((event) => CIRCUIT_EVENTS.CircuitChanged.parse(event))).toEqual(events);
    expect(events).toMatchObject([
      { dependency: 'carrier', from: 'closed', to: 'open', epoch: 1 },
      { from: 'open', to: 'half-open', epoch: 1 },
      { from: 'half-open', to: 'closed', epoch: 1 },
    ]);
  });

  it('say nothing while nothing changes', async () => {
    const { circuit, calls } = setUp();

    await circuit.run(async () => 'booked');

    expect(calls).toEqual([]);
  });

  it('have half a second to leave', async () => {
    const { fail, calls } = setUp();

    await fail();

    expect(calls).toMatchObject([{ timeoutMs: CALL_TIMEOUT_MS.announceCircuit }]);
    expect(CALL_TIMEOUT_MS.announceCircuit).toBe(500);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['does not answer', () => Promise.reject(new OutcomeUnknownError('PutEvents', 'no answer in time'))],
    ['refuses', async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] })],
    ['answers nothing of use', async () => undefined],
  ])('disturb no call and no circuit when the bus %s', async (_, answer) => {
    const { clock, circuit, fail } = setUp(answer);

    expect(await fail()).toBe('CircuitOpenError');
    expect(await fail()).toBe('CircuitOpenError');
    clock.advance(60_001);

    expect(await circuit.run(async () => 'booked')).toBe('booked');
  });
});
