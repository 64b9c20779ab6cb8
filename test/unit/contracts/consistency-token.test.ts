import fc from 'fast-check';
import {
  type ConsistencyToken,
  decodeConsistencyToken,
  encodeConsistencyToken,
} from '../../../lambdas/contracts/consistency-token';

const tokens: fc.Arbitrary<ConsistencyToken> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      order: fc.record({ orderId: fc.uuid(), version: fc.integer({ min: 0, max: 2 ** 31 - 1 }) }),
      changedAt: fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    },
    { requiredKeys: ['order'] },
  ),
);
const encoded = (json: string): string => Buffer.from(json).toString('base64url');

describe('A consistency token', () => {
  it('says the same after it was sent and came back, and fits into a header', () => {
    fc.assert(
      fc.property(tokens, (token) => {
        const text = encodeConsistencyToken(token);

        expect(text).toMatch(/^[\w-]{1,160}$/);
        expect(decodeConsistencyToken(text)).toEqual(token);
      }),
    );
  });

  it.each([
    '',
    '%',
    'x'.repeat(161),
    encoded('[]'),
    encoded('[2]'),
    encoded('{}'),
    encoded('[1,"x",1,null]'),
    encoded('[1,"6f1c3b0e-7a55-5d0f-9d3c-0f4e6f1c3b0e",-1,null]'),
    encoded('[1,"6f1c3b0e-7a55-5d0f-9d3c-0f4e6f1c3b0e",1.5,null]'),
    encoded('[1,"6f1c3b0e-7a55-5d0f-9d3c-0f4e6f1c3b0e",2147483648,null]'),
    encoded('[1,"6f1c3b0e-7a55-5d0f-9d3c-0f4e6f1c3b0e",1,"yesterday"]'),
    encoded('[1,"6f1c3b0e-7a55-5d0f-9d3c-0f4e6f1c3b0e",1,null,"more"]'),
  ])('fails to be read from %p', (text) => {
    expect(decodeConsistencyToken(text)).toBeUndefined();
  });

  it('never throws, whatever is sent in its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encoded)), (text) => {
        decodeConsistencyToken(text);
      }),
    );
  });
});
