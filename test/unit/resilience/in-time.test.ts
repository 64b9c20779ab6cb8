import { setTimeout as sleep } from 'node:timers/promises';
import { inTime, NoAnswerInTimeError } from '../../../lambdas/resilience/in-time';

const A_MOMENT_MS = 20;
const LONG_MS = 20_000;

describe('Waiting no longer than there is time', () => {
  it('gives what came, and what went wrong', async () => {
    await expect(inTime(Promise.resolve(7), LONG_MS)).resolves.toBe(7);
    await expect(inTime(Promise.reject(new Error('broken')), LONG_MS)).rejects.toThrow('broken');
  });

  it('ends when nothing comes', async () => {
    await expect(inTime(new Promise(() => {}), A_MOMENT_MS)).rejects.toEqual(new NoAnswerInTimeError(A_MOMENT_MS));
  });

  it('hands over what comes too late, and minds no breakage then', async () => {
    const late: number[] = [];
    const { promise, resolve } = Promise.withResolvers<number>();
    const { promise: broken, reject } = Promise.withResolvers<number>();

    await expect(inTime(promise, A_MOMENT_MS, (result) => late.push(result))).rejects.toThrow(NoAnswerInTimeError);
    await expect(inTime(broken, A_MOMENT_MS, (result) => late.push(result))).rejects.toThrow(NoAnswerInTimeError);
    resolve(7);
    reject(new Error('broken'));
    await sleep(0);

    expect(late).toEqual([7]);
  });

  it('hands over nothing that came in time', async () => {
    const late: number[] = [];

    await inTime(Promise.resolve(7), LONG_MS, (result) => late.push(result));

    expect(late).toEqual([]);
  });
});
