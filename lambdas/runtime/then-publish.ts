import { setTimeout as after } from 'node:timers/promises';
import type { Publication } from '../operations/publish-written-events';
import type { Signals } from '../ports/signals';

/** A step waits for its publication no longer than this, whatever becomes of it. */
export const PUBLISH_WITHIN_MS = 1_000;

/**
 * Makes functions publish, before they end, the events of what they have committed: also when they throw, for an event
 * may have been committed before. Publishing never changes what comes of the function, and never takes longer than a
 * bound. A function that is frozen would lose what it had not awaited, so it is awaited.
 */
export function createThenPublish({
  publish,
  signals,
  withinMs = PUBLISH_WITHIN_MS,
}: {
  readonly publish: () => Promise<Publication>;
  readonly signals: Signals;
  readonly withinMs?: number;
}) {
  async function publishWithinBound(): Promise<void> {
    const deadline = new AbortController();
    try {
      const { left, reason } = await Promise.race([publish(), tooLate(withinMs, deadline.signal)]);
      if (left > 0) {
        signals.count('EventsLeft', left, { reason: reason ?? 'unknown' });
      }
    } catch (error) {
      // What has left and is not marked will leave once more, under the same id.
      signals.count('EventsLeft', 1, { reason: error instanceof Error ? error.name : 'unknown' });
    } finally {
      deadline.abort();
    }
  }

  return <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        return await work(...args);
      } finally {
        await publishWithinBound();
      }
    };
}

class PublicationTooLateError extends Error {
  override readonly name = 'PublicationTooLateError';
}

async function tooLate(ms: number, signal: AbortSignal): Promise<never> {
  await after(ms, undefined, { signal });
  throw new PublicationTooLateError(`not published within ${ms} ms`);
}
