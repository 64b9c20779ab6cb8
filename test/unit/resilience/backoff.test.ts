import fc from 'fast-check';
import { delayAfterReceive } from '../../../lambdas/resilience/backoff';

const policy = { delaysSeconds: [60, 300], jitter: 0.2, scale: 1 };
const random = fc.double({ min: 0, max: 0.999999, noNaN: true });

describe('The delay before a message is tried again', () => {
  it.each([
    [1, 0, 48],
    [1, 0.5, 60],
    [1, 0.999999, 72],
    [2, 0, 240],
    [2, 0.999999, 360],
    [3, 0.5, 0],
    [17, 0.5, 0],
  ])('is, after receive %i and with %f drawn, %i s', (receive, drawn, delay) => {
    expect(delayAfterReceive(receive, policy, drawn)).toBe(delay);
  });

  it('is a whole number of seconds that SQS takes, at any scale', () => {
    fc.assert(
      fc.property(fc.nat(10), fc.double({ min: 0.0001, max: 1000, noNaN: true }), random, (receive, scale, drawn) => {
        const delay = delayAfterReceive(receive, { ...policy, scale }, drawn);
        expect(Number.isInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(12 * 60 * 60 - 15 * 60);
      }),
    );
  });

  it('grows from receive to receive, whatever is drawn', () => {
    fc.assert(
      fc.property(random, random, (first, second) => {
        expect(delayAfterReceive(2, policy, second)).toBeGreaterThan(delayAfterReceive(1, policy, first));
      }),
    );
  });

  it('never hides a message that is to be tried again for no time at all', () => {
    expect(delayAfterReceive(1, { ...policy, scale: 0.0001 }, 0)).toBe(1);
  });
});
