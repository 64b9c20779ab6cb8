import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { localCloud } from '../local-cloud';

const CLI = path.join(__dirname, '../../../bin/cli.js');

export interface CliRun {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `npx order-workflow …` as a person would, in a process of its own, against the local cloud of this run.
 *
 * @param isToBeKilled asked with all of stderr so far: SIGKILL as soon as it says so
 */
export async function runCli(
  args: readonly string[],
  { isToBeKilled = () => false }: { readonly isToBeKilled?: (stderr: string) => boolean } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [CLI, ...args, '--state-directory', localCloud().stateDirectory], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (isToBeKilled(stderr)) {
      child.kill('SIGKILL');
    }
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** @throws with what it said unless it succeeded */
export async function cliAnswer<Answer>(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await runCli([...args, '--json']);
  if (code !== 0) {
    throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  }
  return JSON.parse(stdout) as Answer;
}
