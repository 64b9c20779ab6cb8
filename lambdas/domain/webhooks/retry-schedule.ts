/**
 * Seconds between the attempts of one delivery: about 28 hours in all, long enough for somebody to notice over a night and
 * to repair. After the last one it is given up; an operator can send it again for as long as the log keeps it.
 */
export const WEBHOOK_RETRY_DELAYS_SECONDS: readonly number[] = [
  5,
  5 * 60,
  30 * 60,
  2 * 60 * 60,
  5 * 60 * 60,
  10 * 60 * 60,
  10 * 60 * 60,
];

/** Share by which a delay may be shorter or longer, so that what failed together does not come back together. */
export const WEBHOOK_RETRY_JITTER = 0.2;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** An endpoint that took nothing for so long, although it was asked, is not asked any more. */
export const DISABLE_AFTER_MS = 5 * DAY_MS;

export const hasFailedForDays = (failingSince: string | undefined, now: Date): boolean =>
  failingSince !== undefined && now.getTime() - Date.parse(failingSince) >= DISABLE_AFTER_MS;
