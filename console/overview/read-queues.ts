import type { OperatedQueue } from '../../lambdas/operations/dead-letters/redrivable-queues';
import type { QueueFigures } from './figures';
import type { QueueAges } from './queue-ages';

/** How many messages are where, and how long the oldest has waited. Without the ages the numbers are told all the same. */
export const createReadQueues =
  ({ queues, ages }: { readonly queues: readonly OperatedQueue[]; readonly ages: QueueAges }) =>
  async (): Promise<readonly QueueFigures[]> => {
    const oldest = ages().catch((): Awaited<ReturnType<QueueAges>> => ({}));
    return Promise.all(
      queues.map(async ({ name, source, deadLetters }): Promise<QueueFigures> => {
        const [{ waiting, inFlight }, dead] = await Promise.all([source.depth(), deadLetters.depth()]);
        const depth = { name, waiting, inFlight, deadLetters: dead.waiting + dead.inFlight };
        return { ...depth, oldestSeconds: (await oldest)[name] };
      }),
    );
  };
