import type { CircuitBreakerSettings } from '../resilience/circuit-breaker';

/** What a circuit guards, by the name that it has in the table of circuits and in metrics. */
export type GuardedService = 'payment-provider' | 'carrier';

/**
 * When each circuit opens, and for how long. A lease outlives the longest call of its service (the sum of the
 * time-outs of one call through the port) by several seconds, in which clocks may differ. A closed circuit is believed
 * for longer than a charge usually takes, so that a charge reads once; a table that is away is left alone for longer
 * than a step may take, so that a step waits for it once.
 */
export const CIRCUIT_SETTINGS = {
  'payment-provider': {
    failuresToOpen: 5,
    openForMs: 60_000,
    leaseMs: 15_000,
    believedForMs: 2_000,
    storeAwayForMs: 20_000,
  },
  carrier: { failuresToOpen: 5, openForMs: 60_000, leaseMs: 15_000, believedForMs: 2_000, storeAwayForMs: 20_000 },
} as const satisfies Record<GuardedService, CircuitBreakerSettings>;

/** @param delayScale factor on what is waited for on purpose; calls and their leases take the time that they take */
export const circuitSettings = (service: GuardedService, delayScale: number): CircuitBreakerSettings => ({
  ...CIRCUIT_SETTINGS[service],
  openForMs: CIRCUIT_SETTINGS[service].openForMs * delayScale,
});
