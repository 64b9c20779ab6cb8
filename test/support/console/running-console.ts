import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { consoleVariables } from '../../../localstack/console/start-console';
import { projectNode } from '../../../localstack/repository';
import { eventually } from '../end-to-end/eventually';
import { localCloud } from '../local-cloud';

const ROOT = path.join(__dirname, '../../..');

export interface RunningConsole {
  readonly url: string;
  /** Everything that it has written so far. */
  readonly output: () => string;
  /** The trace of the last request for a route that it has answered, e.g. `/orders/:orderId`. */
  readonly traceOf: (route: string) => string | undefined;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  signal(name: NodeJS.Signals): void;
  /** Ends it in whatever state it is, and waits. */
  end(): Promise<void>;
}

export interface ConsoleProcess {
  readonly command: readonly string[];
  readonly cwd: string;
  /** @default - whoever runs the tests */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

const FROM_SOURCES: ConsoleProcess = {
  command: [projectNode(), '-r', 'tsx/cjs', path.join('console', 'main.ts')],
  cwd: ROOT,
};

/** The console as a process of its own, as it runs in a container, over the local cloud of this run: with the rights of AWS. */
export async function runConsole(
  variables: Readonly<Record<string, string>> = {},
  { command: [program = '', ...rest], cwd, user }: ConsoleProcess = FROM_SOURCES,
): Promise<RunningConsole> {
  const port = await freePort();
  const child: ChildProcess = spawn(program, rest, {
    cwd,
    ...user,
    env: { PATH: process.env['PATH'] ?? '', ...consoleVariables(localCloud(), port), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  // Where the end of the run looks for what must not be in it.
  const log = path.join(localCloud().stateDirectory, 'logs', `console-${port}.log`);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      appendFileSync(log, text);
    });
  }
  const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const url = `http://127.0.0.1:${port}`;
  let ended: number | NodeJS.Signals | undefined;
  void exited.then((how) => {
    ended = how;
  });
  await eventually(
    async () => ended ?? (await fetch(`${url}/health/live`).catch(() => undefined))?.status,
    (status) => status !== undefined,
  );
  if (ended !== undefined) {
    throw new Error(`the console ended with ${ended}:\n${output}`);
  }
  return {
    url,
    output: () => output,
    traceOf: (route) => linesIn(output).findLast((line) => line.route === route)?.xray_trace_id,
    exited,
    signal: (name) => void child.kill(name),
    async end() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

interface LogLine {
  readonly route?: string;
  readonly xray_trace_id?: string;
}

/** The last line may be half written. */
const linesIn = (output: string): readonly LogLine[] =>
  output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};
