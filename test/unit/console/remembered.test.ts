import { remembered } from '../../../console/data/remembered';

describe('remembered', () => {
  let now = 0;
  let asked = 0;
  const clock = { now: () => new Date(now) };
  beforeEach(() => {
    now = 0;
    asked = 0;
  });

  it('asks again when the answer is too old, and not before', async () => {
    const ask = remembered(async () => ++asked, { forMs: 2_000, clock });

    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    now = 1_999;
    expect(await ask()).toBe(1);
    now = 2_000;
    expect(await ask()).toBe(2);
  });

  it('does not remember that there was no answer', async () => {
    const ask = remembered(
      async () => {
        asked += 1;
        if (asked === 1) {
          throw new Error('away');
        }
        return asked;
      },
      { forMs: 2_000, clock },
    );

    await expect(ask()).rejects.toThrow('away');
    expect(await ask()).toBe(2);
  });
});
