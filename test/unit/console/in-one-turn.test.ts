import { setImmediate } from 'node:timers/promises';
import { inOneTurn } from '../../../console/data/in-one-turn';

describe('inOneTurn', () => {
  it('asks once for all who ask the same in one turn, and anew afterwards', async () => {
    let asked = 0;
    const ask = inOneTurn(async ({ orderId }: { readonly orderId: string }) => {
      asked += 1;
      return `${orderId} ${asked}`;
    });

    expect(await Promise.all([ask({ orderId: 'a' }), ask({ orderId: 'b' }), ask({ orderId: 'a' })])).toEqual([
      'a 1',
      'b 2',
      'a 1',
    ]);
    await setImmediate();
    expect(await ask({ orderId: 'a' })).toBe('a 3');
  });

  it('tells all of them that there is no answer, and asks again', async () => {
    let isAway = true;
    const ask = inOneTurn(async (_question: string) => {
      if (isAway) {
        throw new Error('away');
      }
      return 'here';
    });

    expect((await Promise.allSettled([ask('x'), ask('x')])).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    isAway = false;
    await setImmediate();
    expect(await ask('x')).toBe('here');
  });
});
