import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { discardState, startLocalCloud } from '../../localstack/local-cloud';
import { databaseDetours } from '../../localstack/options';
import { createProgress } from '../../localstack/progress';
import { SHARED_LOCAL_DIRECTORY } from '../../localstack/repository';
import { cloudOfThisRun, STATE_VARIABLE } from './local-cloud';

const DIRECTORY = path.join(SHARED_LOCAL_DIRECTORY, 'test');

/** One local cloud for all projects of a jest run, on free ports and with data of its own. */
export default async function setup(): Promise<void> {
  if (cloudOfThisRun.get() !== undefined) {
    return;
  }
  discardAbandoned();
  const stateDirectory = path.join(DIRECTORY, randomUUID());
  process.stderr.write('\n');
  const detours = databaseDetours(process.env);
  cloudOfThisRun.set(await startLocalCloud({ stateDirectory, ports: 'free', detours, progress: createProgress() }));
  process.env[STATE_VARIABLE] = stateDirectory;
}

/** A run that was interrupted could not clean up after itself. What another run uses is left alone. */
function discardAbandoned(): void {
  for (const name of existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : []) {
    discardState(path.join(DIRECTORY, name));
  }
}
