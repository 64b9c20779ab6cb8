import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { runSchedulesCommand } from './command/run-schedules';
import { runInPortions, type Task } from './engine/portions';
import { runSchedule } from './engine/run-schedule';
import { runOnWorkers } from './engine/run-workers';
import { parseSchedule } from './engine/schedule';
import type { Wiring } from './engine/simulate';
import { emptyTally } from './engine/tally';
import { deployedWiring } from './world/deployed-wiring';

const { definition } = synthesizeOrderSaga();
const deployed = deployedWiring(definition);

/** A release after which nothing comes any more, which is made on the way back alone. */
const hanging: Wiring = {
  ...deployed,
  steps: { ...deployed.steps, ReleaseInventory: () => () => new Promise(() => {}) },
};

describe('A schedule that hangs', () => {
  it('is violated, as any that comes to a wrong end', async () => {
    const { violations } = await runSchedule(hanging, parseSchedule('declined'));

    expect(violations.map(({ invariant }) => invariant)).toContain('hangs');
    expect((await runSchedule(hanging, parseSchedule('plain'))).violations).toEqual([]);
  });

  it.each<Task>([
    { kind: 'random', schedules: 200, seed: 3 },
    { kind: 'every', faults: 1, reach: { counts: [0], runsOfAState: 1 } },
    { kind: 'every', faults: 2, reach: { counts: [0], runsOfAState: 1, share: { index: 3, of: 4 } } },
  ])('ends a task, and is said as small as it could be made: %j', async (task) => {
    const portions = [];
    for await (const portion of runInPortions(hanging, task)) {
      portions.push(portion);
    }
    const { schedule = '', violations = [] } = portions.at(-1)?.found ?? {};

    expect(violations.join()).toContain('hangs');
    expect(parseSchedule(schedule).faults.length).toBeLessThanOrEqual(1);
    expect((await runSchedule(hanging, parseSchedule(schedule))).violations).not.toEqual([]);
  });
});

describe('A run that hangs itself', () => {
  const silent = path.join(__dirname, 'command/silent-worker.ts');
  const random: Task = { kind: 'random', schedules: 20, seed: 3 };

  it('fails when a worker ends before it is done, and says where', async () => {
    await expect(runOnWorkers(definition, [random], () => {}, silent)).rejects.toThrow(
      'a worker ended in the middle of portion 2 of 20 schedules from seed 3 on',
    );
  });

  it.each([
    [{ schedules: 20, seed: 3, workers: 1 }, 'expected 20 schedules, got 0'],
    [{ schedules: 20, workers: 1, exhaustive: 1 as const }, 'expected some schedules, got 0'],
  ])('fails when not all schedules were run: %j', async (options, why) => {
    const runNone = async () => ({ tally: emptyTally(), found: [] });

    await expect(runSchedulesCommand(options, runNone)).rejects.toThrow(why);
  });

  it('is no success of the process when nothing is left that it could wait for', () => {
    const exitBy = path.join(__dirname, 'command/exit-by.ts');
    const code = `require(${JSON.stringify(exitBy)}).exitBy(new Promise(() => {}))`;

    expect(spawnSync(process.execPath, ['-r', 'tsx/cjs', '-e', code], { encoding: 'utf8' })).toMatchObject({
      ...{ status: 2, stdout: '' },
      stderr: expect.stringContaining('something hangs'),
    });
  });
});
