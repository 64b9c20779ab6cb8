/** What a function needs to say that its time is over, before it is killed in silence. Milliseconds. */
const REPORT_MS = 500;
/** No call is given less: it fails as one without an answer, and the next attempt has all the time again. */
const LEAST_MS = 1;

let endsAt = Number.POSITIVE_INFINITY;

/**
 * Notes until when the invocation has to be done that begins now. An execution environment serves one at a time, so
 * there is one deadline, and whoever calls something outside finds it here.
 *
 * @param remainingMs until the function is killed; unknown where nobody kills it
 */
export function beginDeadline(remainingMs: number | undefined): void {
  endsAt = remainingMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + remainingMs - REPORT_MS;
}

/** How long a call may take: its own bound, or what is left of the invocation when that is less. Milliseconds. */
export const withinDeadline = (boundMs: number): number =>
  Math.max(LEAST_MS, Math.min(boundMs, Math.floor(endsAt - performance.now())));
