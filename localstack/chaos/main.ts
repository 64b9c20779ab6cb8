import { randomInt } from 'node:crypto';
import path from 'node:path';
import { LocalCloudError } from '../processes/local-cloud-error';
import { SHARED_LOCAL_DIRECTORY } from '../repository';
import { type ChaosOptions, chaosCommand, SEED_MAX } from './chaos-command';
import { runSeed, type SeedOutcome } from './run-seed';
import { isSound, isViolated, type SeedFailure, seriesTable } from './series-table';

/** To the shell. Called wrongly is 2, too (`scripts/script-command.ts`). */
const EXIT = { violated: 1, notCarriedThrough: 2, interrupted: 130 } as const;
/** `npm run chaos`: a local cloud of its own, orders under faults, and the verdict once all is healed. */
async function main(): Promise<void> {
  const given = chaosCommand().parse().opts<ChaosOptions>();

  const cut = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => cut.abort(new LocalCloudError('interrupted: everything is stopped')));
  }
  const outcomes = await runAll(given.seeds ?? [given.seed ?? randomInt(1, SEED_MAX)], given, cut.signal);
  if (given.seeds !== undefined) {
    console.log(`\n${seriesTable(outcomes)}`);
  }
  if (cut.signal.aborted) {
    process.exitCode = EXIT.interrupted;
  } else if (!outcomes.every(isSound)) {
    process.exitCode = outcomes.some(isViolated) ? EXIT.violated : EXIT.notCarriedThrough;
  }
}

async function runAll(
  seeds: readonly number[],
  { orders, rate, stateDirectory, keep = false }: ChaosOptions,
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
