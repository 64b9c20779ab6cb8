import { parentPort } from 'node:worker_threads';
import { emptyTally } from '../engine/tally';
import type { WorkerMessage } from '../engine/worker-task';

/** Tells of one portion, and then waits for what never comes. */
parentPort?.postMessage({ tally: emptyTally() } satisfies WorkerMessage);
void new Promise(() => {});
