import { moment, money, span } from '../../../console/ui/format';

describe('How values are written', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_940, '1.9 s'],
    [9_999, '10 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ])('%d ms as %s', (milliseconds, text) => {
    expect(span(milliseconds)).toBe(text);
  });

  it('amounts with the decimals of their currency', () => {
    expect(money({ amountMinor: 1780, currency: 'EUR' })).toBe('17.80 EUR');
    expect(money({ amountMinor: 1780, currency: 'JPY' })).toBe('1780 JPY');
  });

  it('the time of today, and the day of another', () => {
    const now = new Date('2026-01-02T10:00:00Z');
    expect(moment('2026-01-02T09:05:01Z', now).text).toContain('>09:05:01<');
    expect(moment('2026-01-01T09:05:01Z', now).text).toContain('>2026-01-01 09:05:01<');
  });
});
