import { INVARIANTS } from './invariants';
import { FAULT_GROUPS, type FaultRow } from './rows';
import type { RowTest } from './tests-by-row';

/** These tests disturb a local cloud of their own for minutes. */
const ON_DEMAND = 'test/end-to-end/faults/';

const ROWS = FAULT_GROUPS.flatMap(({ rows }) => rows);

/** What is wrong between the catalogue and the tests, one line each. */
export function gapsOf(tests: ReadonlyMap<number, readonly RowTest[]>): readonly string[] {
  const known = new Set(ROWS.map(({ row }) => row));
  return [
    ...ROWS.filter(({ row, uncovered }) => !tests.has(row) && uncovered === undefined).map(
      ({ row, fault }) => `row ${row} has neither a test nor a reason: ${fault}`,
    ),
    ...ROWS.filter(({ row, uncovered }) => tests.has(row) && uncovered !== undefined).map(
      ({ row, uncovered }) => `row ${row} has tests now, and still a reason for having none: ${uncovered}`,
    ),
    ...[...tests]
      .filter(([row]) => !known.has(row))
      .map(([row, [test]]) => `there is no row ${row}, which ${test?.file} names`),
  ];
}

/** Rows that count as covered and of which no test has passed, one line each. */
export const unprovenBy = (passed: ReadonlySet<number>): readonly string[] =>
  ROWS.filter(({ row, uncovered }) => uncovered === undefined && !passed.has(row)).map(
    ({ row, fault }) => `row ${row} counts as covered, and no test of it has passed: ${fault}`,
  );

/** The page that lists each row with its tests. */
export function renderPage(tests: ReadonlyMap<number, readonly RowTest[]>): string {
  const covered = ROWS.filter(({ row }) => tests.has(row));
  const inPart = covered.filter(({ open }) => open !== undefined).length;
  const inFull = covered.length - inPart;
  return `# Faults, and the tests that cover them

Generated from the names of the tests by \`npm run fault-rows\`; do not edit.

**Of ${ROWS.length} rows, ${inFull} are covered in full, ${inPart} in part and ${ROWS.length - covered.length} not at all.**
Tests under \`${ON_DEMAND}\` run by \`npm run test:faults\`, a sample of them and all others by \`npm test\`; the gate
fails when of some row none has passed. Beside them stand random schedules of faults (\`npm run faults\`), a whole system
under a random mix of faults (\`npm run chaos\`), and negative controls: \`test/faults/negative-controls.test.ts\` switches
each defence off and finds what goes wrong without it.

## What must hold

| | once faults are over and the system is quiet |
| --- | --- |
${INVARIANTS.map(([letter, meaning]) => `| **${letter}** | ${meaning} |`).join('\n')}
${FAULT_GROUPS.map(({ title, rows }) => `\n## ${title}\n${rows.map((row) => renderRow(row, tests.get(row.row))).join('')}`).join('')}`;
}

const renderRow = (
  { row, fault, holds, uncovered, open, because }: FaultRow,
  tests: readonly RowTest[] = [],
): string => `
### Row ${row}: ${fault}

Must hold: ${holds}.${because === undefined ? '' : ` ${because}`}
${open === undefined ? '' : `\n**Not shown.** ${open}\n`}
${tests.length === 0 ? `**Not covered.** ${uncovered ?? 'Nobody has said why.'}` : renderTests(tests)}
`;

const renderTests = (tests: readonly RowTest[]): string =>
  [...Map.groupBy(tests, ({ file }) => file)]
    .map(([file, own]) => [`- \`${file}\``, ...own.map(({ title }) => `  - ${title}`)].join('\n'))
    .join('\n');
