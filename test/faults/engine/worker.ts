import { parentPort, workerData } from 'node:worker_threads';
import type { AslDefinition } from '../../support/asl/definition';
import { publishingWiring } from '../world/publishing-wiring';
import { runInPortions, type Task } from './portions';

export interface WorkerTask {
  readonly definition: AslDefinition;
  readonly task: Task;
}

async function work({ definition, task }: WorkerTask): Promise<void> {
  Error.stackTraceLimit = 0; // nobody reads the traces of errors that a schedule asks for
  for await (const portion of runInPortions(publishingWiring(definition), task)) {
    parentPort?.postMessage(portion);
  }
}

void work(workerData as WorkerTask);
