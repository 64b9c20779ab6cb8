import * as z from 'zod/mini';
import type { CircuitBreakerSettings } from '../resilience/circuit-breaker';

/** What a circuit guards, by the name that it has in the table of circuits and in metrics. */
export type GuardedService = 'payment-provider' | 'carrier';

/** Endpoints of merchants have a circuit each, all with the same numbers. */
export type GuardedPart = GuardedService | 'webhook-endpoint';

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
  'webhook-endpoint': {
    failuresToOpen: 5,
    openForMs: 60_000,
    leaseMs: 25_000,
    believedForMs: 2_000,
    storeAwayForMs: 20_000,
  },
} as const satisfies Record<GuardedPart, CircuitBreakerSettings>;

/**
 * Far below the time for which a step waits for its service: a circuit that is open for longer would undo its orders. An
 * attempt to deliver that finds a circuit open counts as failed, so an endpoint's must not be open for long, either.
 */
const LONGEST_OPEN_MS = 5 * 60_000;

const number = z.int().check(z.positive());

/** Numbers that are given, and defaults in the place of others. */
const numbersOver = (defaults: CircuitBreakerSettings) =>
  z.strictObject({
    failuresToOpen: z._default(number, defaults.failuresToOpen),
    openForMs: z._default(number, defaults.openForMs),
    leaseMs: z._default(number, defaults.leaseMs),
    believedForMs: z._default(number, defaults.believedForMs),
    storeAwayForMs: z._default(number, defaults.storeAwayForMs),
  });

/**
 * @param delayScale factor on what is waited for on purpose; calls and their leases take the time that they take
 * @param given what is set otherwise than above, as JSON
 * @throws when it is no such JSON, or a probe could outlive its lease, or be held up by a dead one for too long
 */
export function circuitSettings(part: GuardedPart, delayScale: number, given = '{}'): CircuitBreakerSettings {
  const defaults = CIRCUIT_SETTINGS[part];
  const settings = numbersOver(defaults).parse(JSON.parse(given));
  const { leaseMs, openForMs } = settings;
  if (leaseMs < defaults.leaseMs) {
    throw new Error(`'leaseMs' of ${part} should outlive its calls, ${defaults.leaseMs} at least, got ${leaseMs}`);
  }
  if (openForMs < leaseMs || openForMs > LONGEST_OPEN_MS) {
    throw new Error(`'openForMs' of ${part} should be from ${leaseMs} to ${LONGEST_OPEN_MS}, got ${openForMs}`);
  }
  return { ...settings, openForMs: openForMs * delayScale };
}
