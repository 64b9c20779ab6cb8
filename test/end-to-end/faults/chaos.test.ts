import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectNode, REPOSITORY, SHARED_LOCAL_DIRECTORY } from '../../../localstack/repository';

jest.setTimeout(300_000);

const run = promisify(execFile);
const SEED = '7';
/** Beyond the usual: so few calls as this sample has may by chance be disturbed less often than they should. */
const RATE = '0.1';

describe('npm run chaos', () => {
  const directory = path.join(SHARED_LOCAL_DIRECTORY, 'chaos', randomUUID());
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('finds nothing wrong with 40 orders, and says what it did to them', async () => {
    const { stdout } = await run(
      projectNode(),
      ['-r', 'tsx/cjs', 'localstack/chaos/main.ts', '--orders', '40', '--seed', SEED, '--rate', RATE].concat(
        '--state-directory',
        directory,
      ),
      { cwd: REPOSITORY },
    );

    expect(stdout).toContain('PASSED');
    expect(stdout).toContain(`Seed ${SEED}, 40 orders`);
    expect(Number(/Connections: at most (\d+) at once/.exec(stdout)?.[1])).toBeGreaterThan(0);
    for (const incident of ['payment provider killed', 'carrier killed', 'Postgres killed', 'all workers killed']) {
      expect(Number(new RegExp(`${incident}(?: \\(\\d+ ms\\))?: (\\d+)`).exec(stdout)?.[1])).toBeGreaterThan(0);
    }
    const [disturbed = 0, calls = 1] = (/Disturbed: (\d+) of (\d+) calls/.exec(stdout) ?? []).slice(1).map(Number);
    expect(disturbed / calls).toBeGreaterThanOrEqual(0.05);
    const history = readFileSync(path.join(directory, 'client-history.jsonl'), 'utf8').trim().split('\n');
    expect(history.filter((line) => JSON.parse(line).outcome === 'ok').length).toBeGreaterThanOrEqual(40);
  });
});
