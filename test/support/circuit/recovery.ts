/** What the work itself may take once everybody has asked again, on a busy machine. It is not scaled. */
export const WORK_MS = 30_000;

/**
 * Within how long after an outage every order that waited for it must have gone on: the circuit lets a probe through, who
 * was turned away until then asks again after the longest delay of a retry, and then the work is done.
 */
export const recoveredWithinMs = ({
  openForMs,
  longestRetryMs,
}: {
  readonly openForMs: number;
  readonly longestRetryMs: number;
}): number => openForMs + longestRetryMs + WORK_MS;
