import { setTimeout as sleep } from 'node:timers/promises';
import { OwnCloud } from './own-cloud';
import { leftOver } from './process-tree';

/** Of killing everything, an orderly stop of what cannot be killed (Postgres) included. */
const GONE_WITHIN_MS = 10_000;

describe('Life of a local cloud', () => {
  const cloud = new OwnCloud();

  afterEach(() => cloud.kill());
  afterAll(() => cloud.discard());

  it('goes on with all of its data after an orderly stop, and begins anew after a kill -9', async () => {
    const first = await cloud.start();
    const orderId = await cloud.confirmedOrder();
    const ledgers = [await cloud.ledgerOf('paymentProvider'), await cloud.ledgerOf('carrier')];
    const pids = cloud.pids();

    first.process.kill('SIGINT');

    expect(await first.exited).toBe(0);
    expect(await leftOver(pids, GONE_WITHIN_MS)).toEqual([]);

    const second = await cloud.start();
    expect(second.said()).toContain('goes on where it stopped');
    expect(await cloud.order(orderId)).toMatchObject({ status: 'CONFIRMED' });
    expect([await cloud.ledgerOf('paymentProvider'), await cloud.ledgerOf('carrier')]).toEqual(ledgers);
    await expect(cloud.confirmedOrder()).resolves.not.toBe(orderId);

    const secondPids = cloud.pids();
    second.process.kill('SIGKILL');

    expect(await leftOver(secondPids, GONE_WITHIN_MS)).toEqual([]);
    await second.exited; // until then its id still counts as that of a running process

    const third = await cloud.start();
    expect(third.said()).toContain('begins anew: the last run did not end in an orderly way');
    expect(await cloud.order(orderId)).toEqual({ status: '404' });
    expect(await cloud.ledgerOf('paymentProvider')).not.toContain(orderId);
  }, 400_000);

  it.each([
    { part: 'Postgres', command: 'bin/postgres -D', told: 'postgres has ended by itself' },
    { part: 'the emulator', command: 'ministack_like_aws.py', told: 'emulator has ended by itself' },
  ])(
    'says so, stops everything and fails when $part is killed',
    async ({ command, told }) => {
      const up = await cloud.start();
      const pids = cloud.pids();
      // Its tether has the command in its arguments too, and comes first; the command itself is its child.
      const [, victim] = cloud.pids(command);

      process.kill(Number(victim), 'SIGKILL');

      expect(await up.exited).toBe(1);
      expect(up.said()).toContain(told);
      expect(await leftOver(pids, GONE_WITHIN_MS)).toEqual([]);
    },
    200_000,
  );

  it("leaves nothing running when the emulator's parent is killed", async () => {
    const up = await cloud.start();
    await cloud.confirmedOrder();
    const pids = cloud.pids();
    const [parent] = cloud.pids('ministack_like_aws.py');

    process.kill(Number(parent), 'SIGKILL');

    expect(await up.exited).toBe(1);
    expect(await leftOver(pids, GONE_WITHIN_MS)).toEqual([]);
  }, 200_000);

  it.each([300, 1_200, 2_500, 5_000])(
    'leaves nothing running when it is interrupted %i ms after its start',
    async (ms) => {
      const up = cloud.launch();
      await sleep(ms);
      const pids = cloud.pids();

      up.process.kill('SIGINT');

      const code = await up.exited;
      const isOrderly = code === 130 || code === null; // null: before it could listen to signals
      expect(isOrderly ? 'orderly' : `exit code ${code}: ${up.said()}`).toBe('orderly');
      expect(await leftOver(pids, GONE_WITHIN_MS)).toEqual([]);
    },
    60_000,
  );

  it('stops at once when it is interrupted twice', async () => {
    const up = await cloud.start();
    const pids = cloud.pids();

    up.process.kill('SIGINT');
    up.process.kill('SIGTERM');

    expect(await up.exited).toBe(130);
    expect(await leftOver(pids, GONE_WITHIN_MS)).toEqual([]);
  }, 200_000);

  it('is refused on a state directory that is in use, and the one that uses it goes on', async () => {
    await cloud.start();
    const other = new OwnCloud(cloud.stateDirectory);

    const refused = other.launch();

    expect(await refused.exited).toBe(1);
    expect(refused.said()).toContain(`runs on ${cloud.stateDirectory} already (process ${cloud.endpoints().pid})`);
    await expect(cloud.confirmedOrder()).resolves.toBeDefined();
  }, 200_000);
});
