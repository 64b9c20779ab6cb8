import type { SeedOutcome } from '../../../../localstack/chaos/run-seed';
import { isSound, seriesTable } from '../../../../localstack/chaos/series-table';

const sound: SeedOutcome = {
  ...{ seed: 1, orders: 500, calls: 30_000, disturbed: 0.0623, tookMs: 181_400, violations: [] },
  hit: { 'payment provider killed': 23, 'carrier killed': 1, 'Postgres killed': 1, 'all workers killed': 14 },
  quiet: { isQuiet: true, left: [], redriven: [], tookMs: 4_200 },
};

describe('Table of a series of experiments', () => {
  it('passes when nothing was wrong under any seed', () => {
    const text = seriesTable([sound, { ...sound, seed: 2 }]);

    expect(text).toMatch(/1 +500 +30000 +6\.2% +23 \/ 1 \/ 1 \/ 14 +4 s +181 s +PASSED/);
    expect(text).toContain('PASSED: 2 of 2 seeds');
    expect(text).toContain('Hit when these were killed: provider / carrier / Postgres / workers');
    expect(text).toMatch(
      /Hit in all of them: payment provider killed: 46, .*all workers killed: 28, all database [a-z ]+: 0/,
    );
  });

  it.each([
    ['a violation', { ...sound, seed: 7, violations: ['charge: order-1: 2 captures'] }, '1 violations'],
    ['a run that broke off', { seed: 7, error: 'postgres has ended by itself\n at' }, 'postgres has ended by itself'],
  ])('fails with %s, and names the seed', (_, outcome, told) => {
    const text = seriesTable([sound, outcome]);

    expect(isSound(outcome)).toBe(false);
    expect(text).toContain(told);
    expect(text).toContain('FAILED: 1 of 2 seeds (7)');
  });
});
