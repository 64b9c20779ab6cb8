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

export interface CliRunOptions {
  /** Asked with all of stderr so far: SIGKILL as soon as it says so. */
  readonly isToBeKilled?: (stderr: string) => boolean;
  /** By the outputs of its stacks, as in AWS. Otherwise by the state directory of the local cloud. */
  readonly asInAws?: boolean;
}

/** Runs `npx order-workflow …` as a person would, in a process of its own, against the local cloud of this run. */
export async function runCli(
  args: readonly string[],
  { isToBeKilled = () => false, asInAws = false }: CliRunOptions = {},
): Promise<CliRun> {
  const { emulator, region, stateDirectory } = localCloud();
  const target = asInAws
    ? ['--stack', 'local', '--endpoint', emulator, '--region', region]
    : ['--state-directory', stateDirectory];
  const child = spawn(process.execPath, [CLI, ...args, ...target], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // As on a build machine, where libraries colour what nobody sees on a terminal.
    env: {
      ...process.env,
      CI: 'true',
      ...(asInAws ? { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } : {}),
    },
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
async function answerOf<Answer>(args: readonly string[], options: CliRunOptions): Promise<Answer> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], options);
  if (code !== 0) {
    throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  }
  return JSON.parse(stdout) as Answer;
}

export const cliAnswer = <Answer>(...args: readonly string[]) => answerOf<Answer>(args, {});
export const cliAnswerAsInAws = <Answer>(...args: readonly string[]) => answerOf<Answer>(args, { asInAws: true });
