import { readFileSync } from 'node:fs';
import { rowsIn } from './tests-by-row';

/** The part of jest's `--json` that is looked at. */
interface JestResults {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly ancestorTitles: readonly string[];
    }[];
  }[];
}

/** Rows of which a test has passed, by what jest wrote down of its runs. */
export const passedRows = (files: readonly string[]): ReadonlySet<number> =>
  new Set(files.flatMap((file) => rowsOfPassed(JSON.parse(readFileSync(file, 'utf8')) as JestResults)));

/** Only of tests that ran and passed: neither of those that were skipped nor of those that are still to be written. */
export const rowsOfPassed = ({ testResults }: JestResults): readonly number[] =>
  testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed')
    .flatMap(({ title, ancestorTitles }) => [...ancestorTitles, title].flatMap(rowsIn));
