/** Who finds the circuit closed last was turned away just before the probe succeeded, and asks again after one more delay. */
export const LAST_ASKS_WITHIN_MS = 30_000;

/**
 * Within how long after an outage every order that waited for it must have gone on: the circuit lets a probe through, who
 * was turned away until then asks after the longest delay of a retry and is the probe, and then everybody else asks.
 *
 * @param scale of the clock by which both are given
 */
export const recoveredWithinMs = ({
  openForMs,
  longestRetryMs,
  scale = 1,
}: {
  readonly openForMs: number;
  readonly longestRetryMs: number;
  readonly scale?: number;
}): number => openForMs + longestRetryMs + LAST_ASKS_WITHIN_MS * scale;
