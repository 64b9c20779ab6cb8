import { parentPort, workerData } from 'node:worker_threads';
import { publishingWiring } from '../world/publishing-wiring';
import { runInPortions } from './portions';
import { DONE, type WorkerMessage, type WorkerTask } from './worker-task';

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

async function work({ definition, task }: WorkerTask): Promise<void> {
  Error.stackTraceLimit = 0; // nobody reads the traces of errors that a schedule asks for
  for await (const portion of runInPortions(publishingWiring(definition), task)) {
    say(portion);
  }
  say(DONE);
}

void work(workerData as WorkerTask);
