import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const PARTS = ['script-command.ts', 'whole-number.ts'];
const SCRIPTS = readdirSync(path.join(ROOT, 'scripts')).filter((file) => file.endsWith('.ts') && !PARTS.includes(file));
const sourceOf = (script: string): string => readFileSync(path.join(ROOT, 'scripts', script), 'utf8');

const run = (script: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['-r', 'tsx/cjs', path.join('scripts', script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 120_000,
  });

jest.setTimeout(240_000);

describe('A script of ours', () => {
  it.each([
    [['--chek'], /unknown option '--chek'\n\(Did you mean --check\?\)/],
    [['check'], /too many arguments/],
  ])('refuses %j before it does anything, and says why', (args, why) => {
    const lockfile = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');

    expect(run('complete-lockfile.ts', ...args)).toMatchObject({
      ...{ status: 2, stdout: '' },
      stderr: expect.stringMatching(why),
    });
    expect(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).toBe(lockfile);
  });

  it('says how it is called, which is no mistake', () => {
    expect(run('complete-lockfile.ts', '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--check'),
    });
  });

  it.each(SCRIPTS)('%s reads its command line in no other way', (script) => {
    expect(sourceOf(script)).toMatch(/\bscriptCommand\('/);
    expect(sourceOf(script)).not.toMatch(/process\.argv|parseArgs|new Command\(/);
  });
});
