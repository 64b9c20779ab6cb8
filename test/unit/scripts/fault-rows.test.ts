import { gapsOf, renderPage, unprovenBy } from '../../../scripts/fault-rows/page';
import { rowsOfPassed } from '../../../scripts/fault-rows/passed-rows';
import { FAULT_GROUPS } from '../../../scripts/fault-rows/rows';
import { type RowTest, testsByRow, titlesIn } from '../../../scripts/fault-rows/tests-by-row';

const ROWS = FAULT_GROUPS.flatMap(({ rows }) => rows);
const REPOSITORY = `${__dirname}/../../..`;

describe('Names of tests that name rows', () => {
  it.each([
    [`it('row 7: one', () => {});`, [7], 'one'],
    [`it("row 6, 42: two's", () => {});`, [6, 42], "two's"],
    [`it('row 14, row 17: both', () => {});`, [14, 17], 'both'],
    [`it.each(cases)('rows 29, 33 to 36: many', () => {});`, [29, 33, 34, 35, 36], 'many'],
    [`const caseOf = () => ({ title: \`row 35: \${step}, \${kind}\` });`, [35], '…, …'],
    [`describe.each(ways)('row 3: %s', () => {});`, [3], '…'],
    [`unclear('row 29: a helper that makes a case', 'reset-after');`, [29], 'a helper that makes a case'],
    [`const outages = { 'row 23: by its title': async () => {} };`, [23], 'by its title'],
    [`it.each(cases)('row 1: fails with %s, and %d of $what', () => {});`, [1], 'fails with …, and … of …'],
    [`const cases: readonly Case[] = [{ title: 'row 2: of a case' }];`, [2], 'of a case'],
  ])('are found in %s', (source, rows, title) => {
    expect(titlesIn(source)).toEqual([{ rows, title }]);
  });

  it.each([
    `it('leaves the row 7: alone', () => {});`,
    `// row 7: a comment`,
    `it('row: nameless', () => {});`,
    `it('rows of a table', () => {});`,
    `export const unused = 'row 18: no test at all';`,
    `it.skip('row 18: skipped', () => {});`,
    `it.skip.each(cases)('row 18: skipped', () => {});`,
    `it.each(cases).skip('row 18: skipped', () => {});`,
    `it.todo('row 18: to be written');`,
    `it.only('row 18: alone', () => {});`,
    `xit('row 18: skipped', () => {});`,
    `describe.skip('all', () => { it('row 18: inside', () => {}); });`,
    `xdescribe('all', () => { it('row 18: inside', () => {}); });`,
  ])('are not seen in %s', (source) => {
    expect(titlesIn(source)).toEqual([]);
  });
});

describe('The catalogue of faults', () => {
  const covering = (...rows: readonly number[]): ReadonlyMap<number, readonly RowTest[]> =>
    new Map(rows.map((row) => [row, [{ file: 'test/x.test.ts', title: 'a title' }]]));
  const withoutReason = ROWS.filter(({ uncovered }) => uncovered === undefined).map(({ row }) => row);

  it('numbers its rows from 1 without a gap', () => {
    expect(ROWS.map(({ row }) => row)).toEqual(ROWS.map((_, index) => index + 1));
  });

  it('asks for a test of each row, or for a reason', () => {
    expect(gapsOf(covering(...withoutReason))).toEqual([]);
    expect(gapsOf(covering(...withoutReason.slice(1)))).toEqual([expect.stringMatching(/^row 1 has neither/)]);
  });

  it('takes no reason beside a test, and no row that there is not', () => {
    const all = ROWS.map(({ row }) => row);

    expect(gapsOf(covering(...all)).every((gap) => /has tests now/.test(gap))).toBe(true);
    expect(gapsOf(covering(...withoutReason, 99))).toEqual(['there is no row 99, which test/x.test.ts names']);
  });

  it('asks for a passed test of each row that counts as covered', () => {
    const proven = new Set(withoutReason);

    expect(unprovenBy(proven)).toEqual([]);
    proven.delete(29);
    expect(unprovenBy(proven)).toEqual([expect.stringMatching(/^row 29 counts as covered, and no test of it has/)]);
  });

  it('takes only what has passed for proven, by its own name or by that of its group', () => {
    const result = (status: string, title: string, ...ancestorTitles: readonly string[]) => ({
      status,
      title,
      ancestorTitles,
    });
    /** Put together, so that this test is not taken for one of these rows itself. */
    const of = (rows: string) => `row ${rows}: done`;
    const assertionResults = [
      result('passed', of('1, 3 to 4'), 'A group'),
      result('passed', 'done', 'A group', of('9')),
      result('passed', 'names none', 'A group'),
      result('pending', of('18')),
      result('todo', of('19')),
      result('failed', of('20')),
    ];

    expect(rowsOfPassed({ testResults: [{ assertionResults }] })).toEqual([1, 3, 4, 9]);
  });

  it('counts a row of which something is not shown as covered in part, and one without a test as not covered', () => {
    const partly = ROWS.filter(({ open }) => open !== undefined).map(({ row }) => row);
    const fully = withoutReason.filter((row) => !partly.includes(row));
    const count = (...rows: readonly number[]) => /\*\*Of .+\*\*/.exec(renderPage(covering(...rows)))?.[0];
    const say = (full: number, part: number) =>
      `**Of ${ROWS.length} rows, ${full} are covered in full, ${part} in part and ${ROWS.length - full - part} not at all.**`;

    expect(partly.length).toBeGreaterThan(0);
    expect(count(...withoutReason)).toBe(say(fully.length, partly.length));
    expect(count(...partly)).toBe(say(0, partly.length));
    expect(count(...fully.slice(0, 3))).toBe(say(3, 0));
  });

  it('finds tests of this repository, and lists each under its row', () => {
    const tests = testsByRow(REPOSITORY);
    const page = renderPage(tests);

    expect(tests.get(29)?.map(({ file }) => file)).toContain('test/unit/saga/payment/charge-payment.test.ts');
    for (const { row, fault } of ROWS) {
      expect(page).toContain(`### Row ${row}: ${fault}`);
    }
  });
});
