import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { localCloud } from '../local-cloud';

const CLI = path.join(__dirname, '../../../bin/cli.js');

/** Gives the command a terminal of its own, since Node has none to give: types once something was asked. */
const ON_A_TERMINAL = `
import os, pty, sys
keys, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
typed = False
said = b''
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    said += chunk
    if not typed and b'[y/N]' in said:
        os.write(terminal, keys.encode())
        typed = True
os.write(1, said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface TerminalRun {
  readonly code: number | null;
  /** Everything that was to be seen. */
  readonly said: string;
}

/** Runs `npx order-workflow …` on a terminal, and types the keys when it asks something. */
export async function runOnTerminal(keys: string, args: readonly string[]): Promise<TerminalRun> {
  const command = [process.execPath, CLI, ...args, '--state-directory', localCloud().stateDirectory];
  const child = spawn('python3', ['-c', ON_A_TERMINAL, keys, ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '' },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
