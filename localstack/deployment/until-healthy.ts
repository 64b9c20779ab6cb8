import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudError } from '../processes/local-cloud-error';

const GIVE_UP_AFTER_MS = 30_000;
const POLL_MS = 200;

/**
 * A real request on the whole way: API Gateway, the token authorizer, a function, Postgres.
 *
 * @throws LocalCloudError with the last answer
 */
export async function untilHealthy(api: string, token: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  let last = 'no answer';
  while (performance.now() < giveUpAt) {
    try {
      const response = await fetch(`${api}/products`, { headers: { authorization: `Bearer ${token}` }, signal });
      if (response.ok) {
        return;
      }
      last = `${response.status}: ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      signal.throwIfAborted();
      last = String(error);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new LocalCloudError(
    `GET ${api}/products did not answer 200 within ${GIVE_UP_AFTER_MS / 1_000} s; last: ${last}`,
  );
}
