import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

export interface RowTest {
  /** From the root of the repository. */
  readonly file: string;
  /** Without its rows; `…` where a value is put in. */
  readonly title: string;
}

/** `row 7: …`, `row 6, 42: …`, `row 14, row 17: …`, `rows 29, 30, 33 to 36: …` */
const TITLE = /^rows? (?<rows>\d+(?:(?:, (?:row )?| to )\d+)*): (?<title>.+)$/s;
const PLACEHOLDER = /%(?:[spdi#]|\$)|\$\w+/g;

/** Every test whose name says which rows of the catalogue it covers, by row; read from the sources and not run. */
export function testsByRow(root: string): ReadonlyMap<number, readonly RowTest[]> {
  const byRow = new Map<number, RowTest[]>();
  for (const file of readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.ts')) {
      const source = readFileSync(path.join(root, 'test', file), 'utf8');
      for (const { rows, title } of titlesIn(source)) {
        for (const row of rows) {
          byRow.set(row, [...(byRow.get(row) ?? []), { file: `test/${file.split(path.sep).join('/')}`, title }]);
        }
      }
    }
  }
  return byRow;
}

/** Names of tests that name rows, in the order of the source. */
export function titlesIn(source: string): readonly { readonly rows: readonly number[]; readonly title: string }[] {
  const texts: string[] = [];
  collectTexts(parseSync(source, { syntax: 'typescript', target: 'es2024' }), texts);
  return texts.flatMap((text) => {
    const { rows, title } = TITLE.exec(text)?.groups ?? {};
    return rows === undefined || title === undefined
      ? []
      : [{ rows: rowsOf(rows), title: title.replace(PLACEHOLDER, '…') }];
  });
}

const rowsOf = (list: string): readonly number[] =>
  list.split(', ').flatMap((part) => {
    const [first = 0, last = first] = part.replace('row ', '').split(' to ').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

/** String and template literals, in the order of the source. */
function collectTexts(node: unknown, texts: string[]): void {
  if (Array.isArray(node)) {
    for (const element of node) {
      collectTexts(element, texts);
    }
    return;
  }
  if (typeof node !== 'object' || node === null) {
    return;
  }
  const { type, value, quasis } = node as { type?: string; value?: string; quasis?: readonly { cooked: string }[] };
  if (type === 'StringLiteral' && value !== undefined) {
    texts.push(value);
  } else if (type === 'TemplateLiteral' && quasis !== undefined) {
    texts.push(quasis.map(({ cooked }) => cooked).join('…'));
  }
  collectTexts(Object.values(node), texts);
}
