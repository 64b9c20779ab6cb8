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
  /** Has everything asked anew, and waits for the answers: something was done, and what was asked before may not show it. */
  refresh(): Promise<void>;
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
  let isAsking = false;

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      // Whoever is in a hurry during a round is in a hurry for the next one.
      hurry = new AbortController();
      isAsking = true;
      current = await gather();
      isAsking = false;
      const told = next;
      next = Promise.withResolvers();
      told.resolve(current);
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
    async refresh() {
      hurry.abort();
      if (isAsking) {
        await next.promise;
      }
      await next.promise;
    },
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
