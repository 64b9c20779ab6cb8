import fc from 'fast-check';
import { orderIdOf } from '../../../lambdas/domain/order-id';

describe('The id of an order', () => {
  it('is the same for every retry of a request, for good', () => {
    // Written down: another value would make a new order of every request that is repeated over a deployment.
    expect(orderIdOf({ customerId: 'customer-1', idempotencyKey: 'key-1' })).toBe(
      '93b08de5-6c89-5f63-b786-127b5fa2e3a9',
    );
  });

  it('differs between any two pairs of customer and key, however they are cut', () => {
    const pair = fc.record({ customerId: fc.string({ minLength: 1 }), idempotencyKey: fc.string({ minLength: 1 }) });
    fc.assert(
      fc.property(pair, pair, (one, other) => {
        const same = one.customerId === other.customerId && one.idempotencyKey === other.idempotencyKey;
        expect(orderIdOf(one) === orderIdOf(other)).toBe(same);
      }),
    );
    expect(orderIdOf({ customerId: 'ab', idempotencyKey: 'c' })).not.toBe(
      orderIdOf({ customerId: 'a', idempotencyKey: 'bc' }),
    );
  });

  it('is a name that Step Functions takes: a UUID of 36 characters', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (customerId, idempotencyKey) => {
        expect(orderIdOf({ customerId, idempotencyKey })).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });
});
