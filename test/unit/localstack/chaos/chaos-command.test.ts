import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommanderError } from 'commander';
import { type ChaosOptions, chaosCommand } from '../../../../localstack/chaos/chaos-command';
import { emptyOfEarlierRun } from '../../../../localstack/chaos/run-seed';

/** Without the exit of the process, which `test/unit/scripts/script-command.test.ts` looks at. */
function call(...args: readonly string[]): { readonly said: string; readonly given?: ChaosOptions } {
  let said = '';
  const write = (text: string): void => {
    said += text;
  };
  const command = chaosCommand().exitOverride().configureOutput({ writeOut: write, writeErr: write });
  try {
    return { given: command.parse(args, { from: 'user' }).opts<ChaosOptions>(), said };
  } catch (error) {
    return { said: `${said}${(error as CommanderError).code}` };
  }
}

describe('Command line of npm run chaos', () => {
  it.each([
    ['--orders', '0'],
    ['--orders', '2.5'],
    ['--orders', ''],
    ['--orders', 'many'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--rate', '9'],
    ['--rate', '-0.1'],
    ['--rate', ''],
    ['--rate', 'some'],
    ['--seeds', '5-1'],
    ['--seeds', '0-3'],
    ['--seeds', '1-99999999999'],
    ['--seeds', '3'],
    ['--state-directory', ''],
  ])('refuses %s %j', (option, value) => {
    expect(call(option, value)).toEqual({ said: expect.stringMatching(/argument .* is invalid/) });
  });

  it.each([[['--seed', '1', '--seeds', '1-2']], [['60']], [['--ordres', '60']]])('refuses %j', (args) => {
    expect(call(...args).given).toBeUndefined();
  });

  it('takes what makes sense', () => {
    expect(call().given).toEqual({ orders: 500, rate: 0.07 });
    expect(call('--orders', '60', '--seed', '5', '--rate', '0').given).toEqual({ orders: 60, seed: 5, rate: 0 });
    expect(call('--seeds', '3-5', '--rate', '1').given).toMatchObject({ seeds: [3, 4, 5], rate: 1 });
  });

  it('says with what it exits, and how it is called', () => {
    const { said } = call('--help');

    expect(said).toContain('npm run chaos -- --orders 60 --seed 5');
    expect(said).toMatch(/^ {2}2 +when it was called wrongly/m);
  });
});

describe('Directory of an experiment', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chaos-directory-'));
  const file = path.join(folder, 'precious');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is emptied of an earlier run, and of nothing else', () => {
    writeFileSync(file, '');
    expect(() => emptyOfEarlierRun(folder)).toThrow('nothing in it is removed');
    expect(existsSync(file)).toBe(true);

    writeFileSync(path.join(folder, 'client-history.jsonl'), '');
    emptyOfEarlierRun(folder);
    expect(existsSync(folder)).toBe(true);
    expect(existsSync(file)).toBe(false);
  });
});
