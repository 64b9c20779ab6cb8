import { setTimeout as sleep } from 'node:timers/promises';

/** Gentle: a queue that was just repaired is not to be flooded. */
export const DEFAULT_RATE = 10;

/** Lets through at most so many a second, evenly. */
export function createPace(perSecond: number): () => Promise<void> {
  const gapMs = 1_000 / perSecond;
  let next = 0;
  return async () => {
    const now = performance.now();
    next = Math.max(now, next);
    const waitMs = next - now;
    next += gapMs;
    if (waitMs > 0) {
      await sleep(waitMs);
    }
  };
}
