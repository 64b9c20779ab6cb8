import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPython } from '../../../localstack/emulator/find-python';

const TETHER = path.join(__dirname, '../../../localstack/tether.py');

/** Starts a grandchild in the same process group, then writes both pids, and what it was told, to files. */
const COMMAND = `
import os, signal, subprocess, sys, time
directory = sys.argv[1]
def told(number, _):
    open(os.path.join(directory, "told"), "w").write(signal.Signals(number).name)
    if "stubborn" not in sys.argv: sys.exit(5)
signal.signal(signal.SIGINT, told)
signal.signal(signal.SIGTERM, told)
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(os.path.join(directory, "pids.part"), "w").write(f"{os.getpid()} {worker.pid}")
os.rename(os.path.join(directory, "pids.part"), os.path.join(directory, "pids"))
while True: time.sleep(0.05)
`;

/** A process between the test and the tether, so that there is a parent to kill. */
const PARENT = `
const { spawn } = require('node:child_process');
const [python, ...args] = process.argv.slice(1);
const tether = spawn(python, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
console.log(tether.pid);
`;

describe('Tether', () => {
  const python = findPython();
  let directory: string;
  let parent: ChildProcess;
  let tetherPid: number;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'tether-'));
    writeFileSync(path.join(directory, 'command.py'), COMMAND);
  });

  afterEach(() => {
    parent.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  const start = async (options: readonly string[], ...args: readonly string[]): Promise<readonly number[]> => {
    const command = [python, path.join(directory, 'command.py'), directory, ...args];
    parent = spawn(process.execPath, ['-e', PARENT, python, TETHER, ...options, '--', ...command], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    tetherPid = Number(line.toString());
    const pids = await eventually(() => readFileSync(path.join(directory, 'pids'), 'utf8').split(' ').map(Number));
    return [tetherPid, ...pids];
  };
  const told = (): string => readFileSync(path.join(directory, 'told'), 'utf8');

  it('ends the command and what it started when the parent is killed', async () => {
    const pids = await start(['--abandon-signal=KILL']);

    parent.kill('SIGKILL');

    await allGone(pids);
  });

  it('lets the command end by itself when the parent is killed, if it is told so', async () => {
    const pids = await start(['--abandon-signal=INT']);

    parent.kill('SIGKILL');

    await allGone(pids);
    expect(told()).toBe('SIGINT');
  });

  it('ends the command when the tether itself is killed', async () => {
    const [, command] = await start(['--abandon-signal=KILL']);

    process.kill(tetherPid, 'SIGKILL');

    await allGone([Number(command)]);
  });

  it('passes an orderly stop on', async () => {
    const pids = await start(['--stop-signal=INT']);

    process.kill(tetherPid, 'SIGTERM');

    await allGone(pids);
    expect(told()).toBe('SIGINT');
  });

  it('kills a command that does not end within the grace period', async () => {
    const pids = await start(['--grace=0.3'], 'stubborn');

    process.kill(tetherPid, 'SIGTERM');

    await allGone(pids);
    expect(told()).toBe('SIGTERM');
  });

  it('ends what the command leaves behind', async () => {
    const pids = await start([]);

    process.kill(Number(pids[1]), 'SIGKILL');

    await allGone(pids);
  });

  it.each([
    { script: 'import sys; sys.exit(3)', code: 3 },
    { script: 'import os, signal; os.kill(os.getpid(), signal.SIGKILL)', code: 137 },
  ])('exits with $code when the command does: $script', async ({ script, code }) => {
    parent = spawn(python, [TETHER, '--', python, '-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });

    expect(await once(parent, 'exit')).toEqual([code, null]);
  });
});

async function allGone(pids: readonly number[]): Promise<void> {
  await eventually(() => {
    const alive = pids.filter(isAlive);
    if (alive.length > 0) {
      throw new Error(`still alive: ${alive.join(', ')}`);
    }
  });
}

/** A zombie is as good as gone: whoever adopted it has only not looked yet. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function eventually<Result>(check: () => Result): Promise<Result> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (performance.now() > giveUpAt) {
        throw error;
      }
      await sleep(20);
    }
  }
}
