import type { QueueDepth } from '../../ports/dead-letter-queue';
import type { AssessedLetter } from './assess';
import type { OperatedQueue } from './redrivable-queues';

export interface QueueState extends QueueDepth {
  readonly queue: string;
  readonly deadLetters: number;
  /** Dead letters that somebody else is holding at the moment. */
  readonly held: number;
  /** When the oldest dead letter was first sent. ISO 8601, UTC. */
  readonly oldestDeadLetter?: string;
}

/** How full each queue is. Dead letters are those that were looked at, since SQS only estimates their number. */
export const createListQueues =
  ({ queues }: { readonly queues: readonly Pick<OperatedQueue, 'name' | 'source' | 'deadLetters'>[] }) =>
  (letters: readonly AssessedLetter[]): Promise<readonly QueueState[]> =>
    Promise.all(
      queues.map(async ({ name, source, deadLetters }) => {
        const [depth, { inFlight: held }] = await Promise.all([source.depth(), deadLetters.depth()]);
        const sent = letters.filter(({ queue }) => queue === name).map(({ letter }) => letter.sentAt);
        const [oldest] = sent.sort();
        return {
          queue: name,
          ...depth,
          deadLetters: sent.length,
          held,
          ...(oldest === undefined ? {} : { oldestDeadLetter: oldest }),
        };
      }),
    );
