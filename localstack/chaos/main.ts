import { randomInt } from 'node:crypto';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LocalCloudError } from '../processes/local-cloud-error';
import { SHARED_LOCAL_DIRECTORY } from '../repository';
import { runSeed, type SeedOutcome } from './run-seed';
import { isSound, type SeedFailure, seriesTable } from './series-table';

const EXIT = { failed: 1, interrupted: 130 } as const;
const SEED_MAX = 1_000_000;

interface Given {
  readonly orders: number;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly rate: number;
  readonly stateDirectory?: string;
  readonly keep?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError(`'${text}' is no number`);
  }
  return value;
};

const range = (text: string): readonly number[] => {
  const [, first = 0, last = -1] = (/^(\d+)-(\d+)$/.exec(text) ?? []).map(Number);
  if (last < first) {
    throw new InvalidArgumentError(`expected a range such as 1-20, got '${text}'`);
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
};

/** `npm run chaos`: a local cloud of its own, orders under faults, and the verdict once all is healed. */
async function main(): Promise<void> {
  const given = new Command('npm run chaos --')
    .description('places orders while calls fail and parts crash, heals everything, and checks that nothing is wrong')
    .option('--orders <n>', 'how many', number, 500)
    .option('--seed <n>', 'decides what goes wrong; printed, so that a run can be repeated', number)
    .option('--seeds <range>', 'one experiment after the other, and a table at the end: 1-20', range)
    .option('--rate <share>', 'of the calls that are disturbed', number, 0.07)
    .option('--state-directory <dir>', 'where history, logs and data are (.local/chaos/<seed>)')
    .option('--keep', 'keep the data of the local cloud, also when all is well')
    .parse()
    .opts<Given>();

  const cut = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => cut.abort(new LocalCloudError('interrupted: everything is stopped')));
  }
  const outcomes = await runAll(given.seeds ?? [given.seed ?? randomInt(SEED_MAX)], given, cut.signal);
  if (given.seeds !== undefined) {
    console.log(`\n${seriesTable(outcomes)}`);
  }
  if (cut.signal.aborted) {
    process.exitCode = EXIT.interrupted;
  } else if (!outcomes.every(isSound)) {
    process.exitCode = EXIT.failed;
  }
}

async function runAll(
  seeds: readonly number[],
  { orders, rate, stateDirectory, keep = false }: Given,
  signal: AbortSignal,
): Promise<readonly (SeedOutcome | SeedFailure)[]> {
  const outcomes: (SeedOutcome | SeedFailure)[] = [];
  for (const seed of seeds) {
    const own = path.join(SHARED_LOCAL_DIRECTORY, 'chaos', String(seed));
    const given = stateDirectory && (seeds.length === 1 ? stateDirectory : path.join(stateDirectory, String(seed)));
    try {
      outcomes.push(await runSeed({ orders, seed, rate }, { directory: path.resolve(given ?? own), keep, signal }));
    } catch (error) {
      // A series goes on with the next seed: this one has failed.
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      console.error(error instanceof LocalCloudError ? message : stack);
      outcomes.push({ seed, error: message });
    }
    if (signal.aborted) {
      break;
    }
  }
  return outcomes;
}

void main();
