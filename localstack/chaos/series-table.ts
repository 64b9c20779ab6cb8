import Table from 'cli-table3';
import pc from 'picocolors';
import { PLAIN } from '../main-job/orders-table';
import { INCIDENT_NAMES, KILLS } from './incidents';
import type { SeedOutcome } from './run-seed';

/** An experiment that could not be carried through. */
export interface SeedFailure {
  readonly seed: number;
  readonly error: string;
}

export const isSound = (outcome: SeedOutcome | SeedFailure): boolean =>
  'violations' in outcome && outcome.violations.length === 0;

export const isViolated = (outcome: SeedOutcome | SeedFailure): boolean =>
  'violations' in outcome && outcome.violations.length > 0;

/** One line for each seed, how many were hit by what in all of them, and the verdict over all of them. */
export function seriesTable(outcomes: readonly (SeedOutcome | SeedFailure)[]): string {
  const table = new Table({
    head: ['seed', 'orders', 'calls', 'disturbed', 'hit by kills', 'quiet after', 'took', 'verdict'],
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
    `Hit when these were killed: ${Object.keys(KILLS).join(' / ')}`,
    `Hit in all of them: ${countsOf(outcomes)}`,
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
  const { seed, orders, calls, disturbed, hit, quiet, tookMs, violations } = outcome;
  const kills = Object.values(KILLS).map((name) => hit[name] ?? 0);
  return [
    ...[String(seed), String(orders), String(calls), `${(100 * disturbed).toFixed(1)}%`, kills.join(' / ')],
    ...[seconds(quiet.tookMs), seconds(tookMs)],
    violations.length === 0 ? 'PASSED' : pc.red(`${violations.length} violations`),
  ];
}

function countsOf(outcomes: readonly (SeedOutcome | SeedFailure)[]): string {
  const hits = outcomes.flatMap((outcome) => ('hit' in outcome ? [outcome.hit] : []));
  return INCIDENT_NAMES.map((name) => `${name}: ${hits.reduce((sum, hit) => sum + (hit[name] ?? 0), 0)}`).join(', ');
}
