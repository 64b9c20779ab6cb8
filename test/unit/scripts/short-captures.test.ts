import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shortCaptures, withCaptures } from '../../../scripts/captures/short-captures';

const read = (file: string): string => readFileSync(path.join(__dirname, '../../..', file), 'utf8');

describe('The captures in the README', () => {
  const short = shortCaptures(read('docs/captures.md'));

  it('are those of docs/captures.md', () => {
    expect(withCaptures(read('README.md'), short)).toBe(read('README.md'));
  });

  it('tell of an order that was confirmed, one that was compensated and one that was replayed, from each source', () => {
    const folded = short.split('<details>').slice(1);

    expect(folded.map((one) => /<summary>([^.]+)/.exec(one)?.[1])).toEqual([
      'An order that was confirmed',
      'An order that was compensated',
      'An order that was dead-lettered and replayed',
    ]);
    for (const one of folded) {
      for (const source of ['trace', 'timeline', 'logs', 'metrics']) {
        expect(one).toMatch(new RegExp(`^${source} `, 'm'));
      }
      expect(one.length).toBeLessThan(6_000);
    }
    expect(folded[1]).toContain('undo         RefundPayment');
    expect(folded[2]).toContain('dead-letter');
  });

  it('fail to be put where there is no place for them', () => {
    expect(() => withCaptures('# A document', short)).toThrow('no place');
  });
});
