import { setTimeout as sleep } from 'node:timers/promises';
import { orAborted } from '../http/or-aborted';
import type { OverviewFigures } from './figures';

/** While somebody looks, and while nobody does: then it is for `/metrics` and the badges alone. */
const WATCHED_MS = 2_000;
const UNWATCHED_MS = 15_000;

export interface Poller {
  /** The newest figures; the first ones are waited for. */
  latest(): Promise<OverviewFigures>;
  /** What is known without waiting. */
  readonly current: OverviewFigures | undefined;
  /** Each new set of figures until `signal` aborts. While somebody listens, there are more of them. */
  watch(signal: AbortSignal): AsyncGenerator<OverviewFigures>;
  /** Ends after the round that it is at. */
  stop(): Promise<void>;
}

/** Asks for everything, again and again, once for all who look: a page more costs the system nothing. */
export function createPoller(gather: () => Promise<OverviewFigures>): Poller {
  const stopped = new AbortController();
  let current: OverviewFigures | undefined;
  let watchers = 0;
  let next = Promise.withResolvers<OverviewFigures>();
  let hurry = new AbortController();

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      current = await gather();
      const told = next;
      next = Promise.withResolvers();
      told.resolve(current);
      hurry = new AbortController();
      const signal = AbortSignal.any([hurry.signal, stopped.signal]);
      await sleep(watchers > 0 ? WATCHED_MS : UNWATCHED_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();

  return {
    get current() {
      return current;
    },
    latest: async () => current ?? next.promise,
    async *watch(signal) {
      watchers += 1;
      if (watchers === 1) {
        hurry.abort();
      }
      try {
        while (!signal.aborted) {
          const figures = await orAborted(next.promise, signal);
          if (figures === undefined) {
            return;
          }
          yield figures;
        }
      } finally {
        watchers -= 1;
      }
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
