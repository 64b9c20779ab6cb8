import type { CircuitState } from '../../../lambdas/resilience/circuit-state';
import type { CircuitStore } from '../../../lambdas/resilience/circuit-store';

const closed: CircuitState = { kind: 'closed', epoch: 0, failures: 4 };
const open: CircuitState = { kind: 'open', epoch: 1, until: 1_772_366_460_123 };
const halfOpen: CircuitState = {
  kind: 'half-open',
  epoch: 7,
  lease: { id: 'f3b6ce5e-2f5a-4d0e-9c5f-0a1b2c3d4e5f', expiresAt: 1_772_366_475_999 },
};

/** What every store of circuits does: breakers are proven over the one in memory, and run over the table. */
export function describeCircuitStore(name: string, makeStore: () => Promise<CircuitStore>): void {
  describe(`A store of circuits: ${name}`, () => {
    let store: CircuitStore;
    beforeEach(async () => {
      store = await makeStore();
    });

    it('knows nothing of a circuit that was never written', async () => {
      expect(await store.find('payment-provider')).toBeUndefined();
    });

    it('keeps each state as it was given, one version after the other', async () => {
      let version = 0;
      for (const state of [closed, open, halfOpen, { ...open, epoch: 8 }, { ...closed, failures: 0 }]) {
        expect(await store.replace('payment-provider', version, state)).toBe(true);
        version += 1;
        expect(await store.find('payment-provider')).toEqual({ version, state });
      }
    });

    it.each([0, 1, 3])('writes nothing over version 2 for somebody who has seen version %d', async (seen) => {
      await store.replace('payment-provider', 0, closed);
      await store.replace('payment-provider', 1, open);

      expect(await store.replace('payment-provider', seen, halfOpen)).toBe(false);
      expect(await store.find('payment-provider')).toEqual({ version: 2, state: open });
    });

    it('writes nothing where a record was seen that is not there', async () => {
      expect(await store.replace('payment-provider', 1, open)).toBe(false);
      expect(await store.find('payment-provider')).toBeUndefined();
    });

    it.each([
      { what: 'of a new circuit', version: 0 },
      { what: 'of a known circuit', version: 1 },
    ])('lets exactly one of 20 concurrent writers $what through', async ({ version }) => {
      if (version === 1) {
        await store.replace('payment-provider', 0, closed);
      }

      const written = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          store.replace('payment-provider', version, { kind: 'open', epoch: 1, until: n }),
        ),
      );

      expect(written.filter(Boolean)).toHaveLength(1);
      expect(await store.find('payment-provider')).toEqual({
        version: version + 1,
        state: { kind: 'open', epoch: 1, until: written.indexOf(true) },
      });
    });

    it('keeps circuits apart', async () => {
      await store.replace('payment-provider', 0, open);

      expect(await store.find('carrier')).toBeUndefined();
      expect(await store.replace('carrier', 0, closed)).toBe(true);
      expect(await store.find('payment-provider')).toEqual({ version: 1, state: open });
    });
  });
}
