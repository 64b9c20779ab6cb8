import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gapsOf, renderPage, unprovenBy } from './fault-rows/page';
import { passedRows } from './fault-rows/passed-rows';
import { testsByRow } from './fault-rows/tests-by-row';
import { scriptCommand } from './script-command';

/*
 * Lists every fault of the catalogue with the tests that carry its number in their names, and says which have none.
 *
 *   npm run fault-rows               writes docs/faults.md
 *   npm run fault-rows -- --check    fails when that file is stale
 *   npm run fault-rows -- --passed results.json ...
 *                                    fails when of some row no test has passed, by what `jest --json` wrote of its runs
 *
 * Fails in any case when a row has neither a test nor a reason for having none.
 */

const { check, passed } = scriptCommand('fault-rows')
  .option('--check', 'write nothing, and exit with 1 when the page is stale')
  .option('--passed <results...>', 'files of `jest --json`, by which a test of each row must have passed')
  .parse()
  .opts<{ check?: true; passed?: readonly string[] }>();

const ROOT = path.join(__dirname, '..');
const PAGE = path.join(ROOT, 'docs', 'faults.md');

const tests = testsByRow(ROOT);
const page = renderPage(tests);
const complaints = [...gapsOf(tests)];

if (passed !== undefined) {
  complaints.push(...unprovenBy(passedRows(passed)));
} else if (!check) {
  writeFileSync(PAGE, page);
} else if (readFileSync(PAGE, 'utf8') !== page) {
  complaints.push('docs/faults.md is stale: run npm run fault-rows');
}
for (const complaint of complaints) {
  console.error(complaint);
}
process.exitCode = complaints.length === 0 ? 0 : 1;
