import fc from 'fast-check';
import { addressOf, boundsOf, idRangeOf, isUnfiltered, readSearch } from '../../../console/orders/search';

describe('The search for orders', () => {
  it('finds the beginning of an id as a range, and nothing else', () => {
    expect(idRangeOf('de5506d5')).toEqual([
      'de5506d5-0000-0000-0000-000000000000',
      'de5506d5-ffff-ffff-ffff-ffffffffffff',
    ]);
    expect(idRangeOf('customer-1')).toBeUndefined();
    expect(idRangeOf('abc')).toBeUndefined();
    expect(idRangeOf("de5506d5' OR 1=1")).toBeUndefined();
  });

  it('has every id in the range of each of its beginnings', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 8, max: 36 }), (id, length) => {
        const [low = '', high = ''] = idRangeOf(id.slice(0, length)) ?? [];
        expect(low <= id && id <= high).toBe(true);
      }),
    );
  });

  it('comes back from its own address', () => {
    const search = readSearch({ q: ' customer-1 ', status: 'REJECTED', from: '2026-01-31', to: '2026-02-01' });
    const address = addressOf(search, { acceptedAt: '2026-01-31T10:00:00.123Z', orderId: ID });
    const again = readSearch(Object.fromEntries(new URL(address, 'http://x').searchParams));
    expect(again).toEqual({ ...search, after: { acceptedAt: '2026-01-31T10:00:00.123Z', orderId: ID } });
  });

  it.each([
    [{ from: '2026-01-31', to: '2026-01-31' }, '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    [
      { from: '2026-01-31', fromTime: '14:05', to: '2026-01-31', toTime: '14:05' },
      '2026-01-31T14:05:00.000Z',
      '2026-01-31T14:06:00.000Z',
    ],
    [
      { from: '2026-01-31T14:05', fromTime: '', to: '2026-02-28', toTime: 'noon' },
      '2026-01-31T14:05:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ],
  ])('asks for a time by days or by minutes, the last one whole: %j', (query, begin, end) => {
    const search = readSearch(query);

    expect(boundsOf(search)).toEqual({ begin, end });
    expect(readSearch(Object.fromEntries(new URL(addressOf(search), 'http://x').searchParams))).toEqual(search);
  });

  it.each([
    { status: 'PAID' },
    { from: '2026-02-30' },
    { from: '2026-01-31T25:00' },
    { fromTime: '14:05' },
    { from: '2026-13-45' },
    { from: 'yesterday' },
    { after: 'not-a-cursor' },
    { q: '   ' },
    { q: ['a', 'b'] },
    {},
  ])('takes %j for no question at all', (query) => {
    expect(isUnfiltered(readSearch(query))).toBe(true);
  });
});

const ID = 'de5506d5-7a3f-5c11-9f00-000000000001';
