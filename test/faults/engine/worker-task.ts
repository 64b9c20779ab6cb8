import type { AslDefinition } from '../../support/asl/definition';
import type { Portion, Task } from './portions';

export interface WorkerTask {
  readonly definition: AslDefinition;
  readonly task: Task;
}

/** After it no portion comes. */
export const DONE = 'done';

/** What a worker says: what came of each portion, and last of all that there are no more. */
export type WorkerMessage = Portion | typeof DONE;
