import { gapsOf, renderPage } from '../../../scripts/fault-rows/page';
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
    [`const title = \`row 35: \${step}, \${kind}\`;`, [35], '…, …'],
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

  it('finds tests of this repository, and lists each under its row', () => {
    const tests = testsByRow(REPOSITORY);
    const page = renderPage(tests);

    expect(tests.get(29)?.map(({ file }) => file)).toContain('test/unit/saga/payment/charge-payment.test.ts');
    for (const { row, fault } of ROWS) {
      expect(page).toContain(`### Row ${row}: ${fault}`);
    }
  });
});
