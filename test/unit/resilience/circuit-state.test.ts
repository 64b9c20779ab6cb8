import fc from 'fast-check';
import {
  type CircuitEvent,
  type CircuitSettings,
  type CircuitState,
  decide,
  FRESH_CIRCUIT,
} from '../../../lambdas/resilience/circuit-state';

const settings: CircuitSettings = { failuresToOpen: 5, openForMs: 60_000, leaseMs: 15_000 };
const now = 1_000_000;

const closed = (failures: number, epoch = 3): CircuitState => ({ kind: 'closed', epoch, failures });
const open = (until: number, epoch = 3): CircuitState => ({ kind: 'open', epoch, until });
const halfOpen = (id: string, expiresAt: number): CircuitState => ({
  kind: 'half-open',
  epoch: 3,
  lease: { id, expiresAt },
});
const asked = (leaseId: string): CircuitEvent => ({ kind: 'asked', leaseId });
const admitted = { kind: 'closed', epoch: 3 } as const;
const probe = (leaseId: string) => ({ kind: 'probe', leaseId }) as const;

const next = (state: CircuitState, event: CircuitEvent, at = now) => decide(state, event, at, settings);

describe('State of a circuit', () => {
  it.each<[string, CircuitState, CircuitEvent, CircuitState]>([
    ['counts a failure', closed(0), { kind: 'failed', permit: admitted }, closed(1)],
    ['opens at the fifth failure in a row', closed(4), { kind: 'failed', permit: admitted }, open(now + 60_000, 4)],
    ['forgets its failures at a success', closed(4), { kind: 'succeeded', permit: admitted }, closed(0)],
    ['gives a lease once its time is over', open(now), asked('a'), halfOpen('a', now + 15_000)],
    ['gives a new lease once the old one expired', halfOpen('a', now), asked('b'), halfOpen('b', now + 15_000)],
    ['closes when the probe succeeds', halfOpen('a', now + 1), { kind: 'succeeded', permit: probe('a') }, closed(0)],
    [
      'opens anew when the probe fails',
      halfOpen('a', now + 1),
      { kind: 'failed', permit: probe('a') },
      open(now + 60_000),
    ],
    [
      'lets the next one probe when a probe learned nothing',
      halfOpen('a', now + 1),
      { kind: 'learned-nothing', permit: probe('a') },
      open(now),
    ],
  ])('%s', (_, state, event, expected) => {
    expect(next(state, event)).toEqual(expected);
  });

  it.each<[string, CircuitState, CircuitEvent]>([
    ['somebody asks while it is closed', closed(2), asked('a')],
    ['somebody asks while it is open', open(now + 1), asked('a')],
    ['somebody asks while another one probes', halfOpen('a', now + 1), asked('b')],
    ['a call succeeds and there is nothing to forget', closed(0), { kind: 'succeeded', permit: admitted }],
    ['a call says nothing about the dependency', closed(2), { kind: 'learned-nothing', permit: admitted }],
    ['a call from before the last opening fails', closed(4), { kind: 'failed', permit: { kind: 'closed', epoch: 2 } }],
    [
      'a call from before the last opening succeeds',
      closed(4),
      { kind: 'succeeded', permit: { kind: 'closed', epoch: 2 } },
    ],
    ['a call from before the opening fails while it is open', open(now), { kind: 'failed', permit: admitted }],
    [
      'a call from before the opening succeeds while somebody probes',
      halfOpen('a', now + 1),
      { kind: 'succeeded', permit: admitted },
    ],
    ['a probe succeeds after its lease', halfOpen('a', now), { kind: 'succeeded', permit: probe('a') }],
    ['a probe fails after its lease', halfOpen('a', now), { kind: 'failed', permit: probe('a') }],
    ['a probe succeeds while the next one runs', halfOpen('b', now + 1), { kind: 'succeeded', permit: probe('a') }],
    ['a probe fails when the next one has closed the circuit', closed(0), { kind: 'failed', permit: probe('a') }],
    ['a probe succeeds when the next one has opened the circuit', open(now), { kind: 'succeeded', permit: probe('a') }],
  ])('stays the same object, so that nothing is written, when %s', (_, state, event) => {
    expect(next(state, event)).toBe(state);
  });

  const permits = fc.oneof(
    fc.record({ kind: fc.constant('closed' as const), epoch: fc.nat(4) }),
    fc.record({ kind: fc.constant('probe' as const), leaseId: fc.constantFrom('a', 'b', 'c') }),
  );
  const events: fc.Arbitrary<CircuitEvent> = fc.oneof(
    fc.record({ kind: fc.constant('asked' as const), leaseId: fc.constantFrom('a', 'b', 'c') }),
    fc.record({
      kind: fc.constantFrom('succeeded' as const, 'failed' as const, 'learned-nothing' as const),
      permit: permits,
    }),
  );
  const histories = fc.array(fc.record({ event: events, passedMs: fc.constantFrom(0, 1, 14_999, 15_000, 60_000) }), {
    maxLength: 80,
  });

  it('is never stuck: whatever has happened, the next lease comes within the time that a circuit stays open', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let state = FRESH_CIRCUIT;
        let at = now;
        for (const { event, passedMs } of history) {
          at += passedMs;
          state = next(state, event, at);
        }

        const asking = next(state, asked('the-next'), at + settings.openForMs);

        expect(asking.kind === 'closed' || (asking.kind === 'half-open' && asking.lease.id === 'the-next')).toBe(true);
      }),
    );
  });

  it('opens at the fifth of any failures in a row, and never before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (successes) => {
        let state = FRESH_CIRCUIT;
        let row = 0;
        for (const succeeded of successes) {
          state = next(state, { kind: succeeded ? 'succeeded' : 'failed', permit: { kind: 'closed', epoch: 0 } });
          row = succeeded ? 0 : row + 1;
          if (row >= 5) {
            expect(state.kind).toBe('open');
            return;
          }
          expect(state).toEqual({ kind: 'closed', epoch: 0, failures: row });
        }
      }),
    );
  });
});
