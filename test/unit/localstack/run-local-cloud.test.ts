import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCloudError } from '../../../localstack/processes/local-cloud-error';
import { createProgress } from '../../../localstack/progress';
import { runLocalCloud } from '../../../localstack/run-local-cloud';
import type { LocalCloud } from '../../../localstack/running-cloud';

/** A local cloud that does nothing but note how it ended. */
const standIn = () => {
  const stops: string[] = [];
  const said: string[] = [];
  const failed = Promise.withResolvers<LocalCloudError>();
  const cloud = { failed: failed.promise, stop: async () => void stops.push('stopped') } as Partial<LocalCloud>;
  const run = (whileUp: Parameters<typeof runLocalCloud>[1]) =>
    runLocalCloud(
      { stateDirectory: 'none', ports: 'free', progress: createProgress({ write: (text) => said.push(text) }) },
      whileUp,
      async () => cloud as LocalCloud,
    );
  return { run, stops, said, fail: failed.resolve };
};

describe('Running a local cloud', () => {
  it('ends with what was done while it was up, once it is stopped', async () => {
    const { run, stops } = standIn();

    expect(await run(async () => 7)).toBe(7);
    expect(stops).toEqual(['stopped']);
  });

  it('ends in an orderly way when it is interrupted while somebody waits for something', async () => {
    const { run, stops, said } = standIn();

    const ended = run(async (_cloud, signal) => {
      process.emit('SIGINT');
      await sleep(60_000, undefined, { signal });
      return 0;
    });

    expect(await ended).toBe(130);
    expect(stops).toEqual(['stopped']);
    expect(said.join('')).not.toContain('AbortError');
  });

  it('says what has ended by itself', async () => {
    const { run, stops, said, fail } = standIn();

    const ended = run((_cloud, signal) => sleep(60_000, 0, { signal, ref: false }));
    fail(new LocalCloudError('the emulator has ended by itself'));

    expect(await ended).toBe(1);
    expect(stops).toEqual(['stopped']);
    expect(said.join('')).toContain('the emulator has ended by itself');
  });

  it('says which part has died, and not what could not be reached because of that', async () => {
    const { run, stops, said, fail } = standIn();

    const ended = run(async () => {
      // A moment later, and by nobody any more once all are asked to stop.
      setTimeout(() => stops.length === 0 && fail(new LocalCloudError('the emulator has ended by itself')), 20);
      throw new Error('connect ECONNREFUSED');
    });

    expect(await ended).toBe(1);
    expect(said.join('')).toContain('the emulator has ended by itself');
  });

  it('throws what is a mistake of whoever works with it', async () => {
    const { run, stops } = standIn();

    await expect(run(async () => Promise.reject(new TypeError('oops')))).rejects.toThrow('oops');
    expect(stops).toEqual(['stopped']);
  });
});
