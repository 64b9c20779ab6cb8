import { randomInt } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LocalCloudError } from '../processes/local-cloud-error';
import { createProgress } from '../progress';
import { SHARED_LOCAL_DIRECTORY } from '../repository';
import { type ChaosCloud, startChaosCloud } from './chaos-cloud';
import { chaosReport } from './chaos-report';
import { createClientHistory } from './client-history';
import { type ExperimentOptions, runExperiment } from './experiment';

const EXIT = { failed: 1, interrupted: 130 } as const;
const SEED_MAX = 1_000_000;

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError(`'${text}' is no number`);
  }
  return value;
};

/** `npm run chaos`: a local cloud of its own, orders under faults, and the verdict once all is healed. */
async function main(): Promise<void> {
  const given = new Command('npm run chaos --')
    .description('places orders while calls fail and parts crash, heals everything, and checks that nothing is wrong')
    .option('--orders <n>', 'how many', number, 500)
    .option('--seed <n>', 'decides what goes wrong; printed, so that a run can be repeated', number)
    .option('--rate <share>', 'of the calls that are disturbed', number, 0.06)
    .option('--state-directory <dir>', 'where history, logs and data are (.local/chaos/<seed>)')
    .option('--keep', 'keep the data of the local cloud, also when all is well')
    .parse()
    .opts<{ orders: number; seed?: number; rate: number; stateDirectory?: string; keep?: true }>();
  const { orders, rate, seed = randomInt(SEED_MAX) } = given;
  const directory = path.resolve(given.stateDirectory ?? path.join(SHARED_LOCAL_DIRECTORY, 'chaos', String(seed)));

  const cut = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => cut.abort(new LocalCloudError('interrupted: everything is stopped')));
  }
  try {
    process.exitCode = await run({ orders, seed, rate }, { directory, keep: given.keep ?? false, signal: cut.signal });
  } catch (error) {
    if (!(error instanceof LocalCloudError)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = cut.signal.aborted ? EXIT.interrupted : EXIT.failed;
  }
}

/** @returns the exit code */
async function run(
  options: ExperimentOptions,
  { directory, keep, signal }: { readonly directory: string; readonly keep: boolean; readonly signal: AbortSignal },
): Promise<number> {
  const startedAt = performance.now();
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const history = createClientHistory(path.join(directory, 'client-history.jsonl'));
  const progress = createProgress();
  progress.say(`Seed ${options.seed}: repeat this run with --seed ${options.seed}`);

  const chaos: ChaosCloud = await startChaosCloud({
    stateDirectory: path.join(directory, 'cloud'),
    progress,
    signal,
    onInjection: (injection) =>
      appendFileSync(path.join(directory, 'injections.jsonl'), `${JSON.stringify(injection)}\n`),
  });
  let isSound = false;
  try {
    const lost = chaos.cloud.failed.then((error) => Promise.reject(error));
    const result = await Promise.race([runExperiment({ chaos, options, history, progress, signal }), lost]);
    isSound = result.violations.length === 0;
    console.log(chaosReport({ chaos, options, history, result, tookMs: performance.now() - startedAt }));
    console.log(`\nWhat clients saw and what was injected: ${directory}`);
    return isSound ? 0 : EXIT.failed;
  } finally {
    await chaos.close(isSound && !keep ? 'discard' : 'stop');
    if (!isSound) {
      console.log(`Data and logs: ${path.join(directory, 'cloud')}`);
    }
  }
}

void main();
