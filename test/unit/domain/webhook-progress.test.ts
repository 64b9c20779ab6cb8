import fc from 'fast-check';
import { type DeliveryState, mayAttempt } from '../../../lambdas/domain/webhooks/delivery-progress';

const NOW = 1_000_000;
const state = (changes: Partial<DeliveryState> = {}): DeliveryState => ({
  run: 0,
  attempt: 2,
  hasEnded: false,
  ...changes,
});
const asked = (changes = {}) => ({ run: 0, attempt: 2, now: NOW, ...changes });

describe('An attempt of a delivery', () => {
  it.each([
    ['yours', 'nothing is known of it', undefined, asked()],
    ['yours', 'the one before it is settled', state({ attempt: 1 }), asked()],
    ['yours', 'the one before it has not been settled yet', state({ attempt: 1, leaseUntil: NOW + 1 }), asked()],
    ['settled', 'it was made', state(), asked()],
    ['settled', 'a later one was made', state({ attempt: 3 }), asked()],
    ['settled', 'the delivery has ended', state({ attempt: 1, hasEnded: true }), asked()],
    ['busy', 'somebody is at it', state({ leaseUntil: NOW + 1 }), asked()],
    ['yours', 'whoever was at it is dead', state({ leaseUntil: NOW }), asked()],
    ['yours', 'an operator lets it begin anew', state({ run: 1, attempt: 0 }), asked({ run: 1, attempt: 1 })],
    ['settled', 'it is from before that', state({ run: 1, attempt: 0 }), asked()],
  ])('is %s when %s', (expected, _, found, question) => {
    expect(mayAttempt(found, question)).toBe(expected);
  });

  it('is had by one of those who ask at once, whatever had happened before', () => {
    const known = fc.record({
      run: fc.nat(2),
      attempt: fc.nat(4),
      leaseUntil: fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 }), { nil: undefined }),
      hasEnded: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.option(known, { nil: undefined }),
        fc.nat(2),
        fc.integer({ min: 1, max: 4 }),
        (found, run, attempt) => {
          const question = { run, attempt, now: NOW };
          if (mayAttempt(found, question) === 'yours') {
            const claimed = { run, attempt, leaseUntil: NOW + 1, hasEnded: false };
            expect(mayAttempt(claimed, question)).toBe('busy');
            expect(mayAttempt({ ...claimed, leaseUntil: undefined }, question)).toBe('settled');
          }
        },
      ),
    );
  });
});
