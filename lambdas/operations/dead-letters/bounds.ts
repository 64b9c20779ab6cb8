/**
 * A message may be sent back so often. Each time it may wait 14 days in queue and dead letters together; six times
 * that is less than the 90 days for which Step Functions remembers the name of an execution, and consumers the id of an
 * event. One replay more, and a second execution of an order would be possible.
 */
export const MOST_REPLAYS = 5;

/**
 * For how long letters are kept from others while something is done with them. A tool that is killed gives them back
 * after this, so it is short, and renewed where the work takes longer.
 */
export const HOLD_SECONDS = 30;

/** A letter that is held for less than this is held anew before anything is done with it. */
export const LEAST_HOLD_MS = 10_000;

/** More dead letters than this are looked at in parts: by queue, or after the first ones were replayed. */
export const MOST_LETTERS = 5_000;

/** Letters that are explained at the same time. */
export const CONCURRENCY = 10;

/** An item of DynamoDB holds 400 kB, and the action around the message needs a part of it. */
export const LONGEST_KEPT_BODY = 350_000;
