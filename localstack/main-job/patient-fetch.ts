import { setTimeout as sleep } from 'node:timers/promises';

/** Together longer than a call that broke off keeps its key to itself: half a minute. */
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;

/** Repeats what could not be answered, as a well-behaved client does: the idempotency key makes that safe. */
export async function fetchPatiently(
  url: string,
  init: RequestInit,
  isToBeRepeated = couldNotBeAnswered,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, init);
    if (!isToBeRepeated(response) || attempt === ATTEMPTS) {
      return response;
    }
    await response.body?.cancel();
    await sleep(pauseMs(attempt));
  }
}

/** An account or a gateway at its limit: the request has reached no function. */
export const isThrottled = ({ status }: Response): boolean => status === 429;

const couldNotBeAnswered = (response: Response): boolean =>
  response.status >= 500 || isThrottled(response) || (response.status === 409 && response.headers.has('retry-after'));

/** With jitter, or those who were refused together come again together. */
const pauseMs = (attempt: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
