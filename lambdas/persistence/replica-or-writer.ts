import type { Clock } from '../ports/clock';
import type { ReadObserver } from '../ports/consistent-orders';

export interface WaitBounds {
  /** How long a read waits for the replica to catch up. */
  readonly waitMs: number;
  readonly pollMs: number;
}

export interface RoutingDependencies {
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  readonly observer: ReadObserver;
}

export interface Read<Answer> {
  /** `undefined`: it is behind. */
  readonly askReplica: () => Promise<{ readonly answer: Answer } | undefined>;
  readonly askWriter: () => Promise<Answer>;
  /** Before this moment the replica need not be asked: it cannot be known whether it is behind. @default 0 */
  readonly trustedFrom?: number;
}

export type ReplicaOrWriter = <Answer>(read: Read<Answer>) => Promise<Answer>;

/**
 * Reads from the replica as long as that is not behind, waits a moment for it, and asks the writer in the end. A replica
 * that is away is not replaced by the writer: orders have the first claim to that.
 */
export const createReplicaOrWriter =
  ({ clock, pause, observer }: RoutingDependencies, bounds: WaitBounds): ReplicaOrWriter =>
  async ({ askReplica, askWriter, trustedFrom = 0 }) => {
    const now = () => clock.now().getTime();
    const giveUpAt = now() + bounds.waitMs;
    let waitMs = Math.max(0, trustedFrom - now());
    let hasWaited = false;
    while (now() + waitMs <= giveUpAt) {
      if (waitMs > 0) {
        await pause(waitMs);
        hasWaited = true;
      }
      const found = await askReplica();
      if (found !== undefined) {
        observer.chose(hasWaited ? 'waited' : 'replica');
        return found.answer;
      }
      waitMs = bounds.pollMs;
    }
    observer.chose('writer');
    return askWriter();
  };
