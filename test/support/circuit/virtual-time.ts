interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** Time that passes as fast as nothing happens in it: whoever sleeps is woken in order, and nobody waits. */
export class VirtualTime {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(start = Date.parse('2026-03-01T12:00:00.000Z')) {
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleepers.push({ wakeAt: this.#now + milliseconds, wake });
    });
  }

  /** Runs until the work is done. */
  async run<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) {
        return done;
      }
      const wakeAt = Math.min(...this.#sleepers.map((sleeper) => sleeper.wakeAt));
      const next = this.#sleepers.find((sleeper) => sleeper.wakeAt === wakeAt);
      if (next === undefined) {
        throw new Error('the work waits for something else than time');
      }
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
      this.#now = next.wakeAt;
      next.wake();
    }
  }
}
