import { setTimeout as sleep } from 'node:timers/promises';

const POLL_EVERY_MS = 200;

/**
 * Asks until the answer is as wanted.
 *
 * @throws with the last answer when it never was
 */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  { withinMs = 60_000 }: { readonly withinMs?: number } = {},
): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) {
      return answer;
    }
    if (performance.now() > giveUpAt) {
      throw new Error(`waited ${withinMs} ms, the last answer was ${JSON.stringify(answer)}`);
    }
    await sleep(POLL_EVERY_MS);
  }
}
