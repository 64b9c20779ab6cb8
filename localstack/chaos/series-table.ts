import Table from 'cli-table3';
import pc from 'picocolors';
import { PLAIN } from '../main-job/orders-table';
import type { SeedOutcome } from './run-seed';

/** An experiment that could not be carried through. */
export interface SeedFailure {
  readonly seed: number;
  readonly error: string;
}

export const isSound = (outcome: SeedOutcome | SeedFailure): boolean =>
  'violations' in outcome && outcome.violations.length === 0;

/** One line for each seed, and the verdict over all of them. */
export function seriesTable(outcomes: readonly (SeedOutcome | SeedFailure)[], incidents: readonly string[]): string {
  const table = new Table({
    head: ['seed', 'orders', 'calls', 'disturbed', 'workers killed', 'quiet after', 'took', 'verdict'],
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
  for (const outcome of outcomes) {
    table.push(lineOf(outcome));
  }
  const failed = outcomes.filter((outcome) => !isSound(outcome));
  return [
    table.toString(),
    '',
    `In each of them: ${incidents.join(', ')}.`,
    failed.length === 0
      ? pc.green(`PASSED: ${outcomes.length} of ${outcomes.length} seeds`)
      : pc.red(`FAILED: ${failed.length} of ${outcomes.length} seeds (${failed.map(({ seed }) => seed).join(', ')})`),
  ].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(0)} s`;

function lineOf(outcome: SeedOutcome | SeedFailure): string[] {
  if ('error' in outcome) {
    return [String(outcome.seed), '', '', '', '', '', '', pc.red(outcome.error.split('\n')[0] ?? '')];
  }
  const { seed, orders, calls, disturbed, workersKilled, quiet, tookMs, violations } = outcome;
  return [
    ...[String(seed), String(orders), String(calls), `${(100 * disturbed).toFixed(1)}%`, String(workersKilled)],
    ...[seconds(quiet.tookMs), seconds(tookMs)],
    violations.length === 0 ? 'PASSED' : pc.red(`${violations.length} violations`),
  ];
}
