import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, postmasterOf, untilGone } from '../../../../localstack/postgres/server-processes';

describe('Processes of a Postgres server', () => {
  it('reads which process the data belongs to from the file that it writes', () => {
    const data = mkdtempSync(path.join(tmpdir(), 'data-'));
    try {
      writeFileSync(path.join(data, 'postmaster.pid'), `4711\n${data}\n1764161078\n5432\n`);

      expect(postmasterOf(data)).toBe(4711);
    } finally {
      rmSync(data, { recursive: true });
    }
  });

  it('finds its sessions, and waits until they are gone that outlive it', async () => {
    const session = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const { pid = 0 } = session;
    expect(await childrenOf(process.pid)).toContain(pid);

    let isGone = false;
    const gone = untilGone([pid]).then(() => {
      isGone = true;
    });
    await sleep(100);
    expect(isGone).toBe(false);
    session.kill('SIGKILL');
    await gone;

    expect(await childrenOf(process.pid)).not.toContain(pid);
  });
});
