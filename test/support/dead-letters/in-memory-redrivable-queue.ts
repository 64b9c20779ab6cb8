import { HOLD_SECONDS } from '../../../lambdas/operations/dead-letters/bounds';
import type { OperatedQueue } from '../../../lambdas/operations/dead-letters/redrivable-queues';
import type { DeadLetter, DeadLetterQueue, QueueGauge, SourceQueue } from '../../../lambdas/ports/dead-letter-queue';
import type { ManualClock } from '../intake/manual-clock';

interface Stored {
  readonly letter: DeadLetter;
  receipt: string;
  visibleAt: number;
}

export interface Sent {
  readonly body: string;
  readonly replays: number;
  readonly traceHeader?: string | undefined;
}

/** Twin of a queue and its dead letters: what is taken is hidden for a while, by receipts that change with each take. */
export class InMemoryRedrivableQueue implements OperatedQueue {
  readonly name: string = 'orders';
  readonly kind = 'order';
  readonly sent: Sent[] = [];
  #stored: Stored[] = [];
  #takes = 0;

  constructor(readonly clock: ManualClock) {}

  bury(...letters: readonly DeadLetter[]): void {
    this.#stored.push(...letters.map((letter) => ({ letter, receipt: '', visibleAt: 0 })));
  }

  get letters(): readonly DeadLetter[] {
    return this.#stored.map(({ letter }) => letter);
  }

  get visible(): readonly DeadLetter[] {
    return this.#visible.map(({ letter }) => letter);
  }

  /** So late that whoever held a letter has lost it. */
  letHoldsRunOut(): void {
    this.clock.advance(HOLD_SECONDS * 1_000 + 1);
  }

  readonly source: SourceQueue & QueueGauge = {
    send: async (message) => {
      this.sent.push(message);
    },
    depth: async () => ({ waiting: this.sent.length, inFlight: 0 }),
  };

  readonly deadLetters: DeadLetterQueue & QueueGauge = {
    take: async (holdSeconds) =>
      this.#visible.slice(0, 10).map((stored) => {
        this.#takes += 1;
        stored.receipt = `receipt-${this.#takes}`;
        stored.visibleAt = this.#now + holdSeconds * 1_000;
        return { letter: stored.letter, receipt: stored.receipt, heldUntil: stored.visibleAt };
      }),
    hold: async (receipt, seconds) => this.#changeVisibility(receipt, seconds),
    release: async (receipt) => {
      this.#changeVisibility(receipt, 0);
    },
    remove: async (receipt) => {
      this.#stored = this.#stored.filter((stored) => stored.receipt !== receipt);
    },
    depth: async () => ({
      waiting: this.#visible.length,
      inFlight: this.#stored.length - this.#visible.length,
    }),
  };

  #changeVisibility(receipt: string, seconds: number): 'held' | 'lost' {
    const stored = this.#stored.find((one) => one.receipt === receipt && one.visibleAt > this.#now);
    if (stored === undefined) {
      return 'lost';
    }
    stored.visibleAt = this.#now + seconds * 1_000;
    return 'held';
  }

  get #now(): number {
    return this.clock.now().getTime();
  }

  get #visible(): readonly Stored[] {
    return this.#stored.filter(({ visibleAt }) => visibleAt <= this.#now);
  }
}
