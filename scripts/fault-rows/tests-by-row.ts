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
    const { title } = TITLE.exec(text)?.groups ?? {};
    return title === undefined ? [] : [{ rows: rowsIn(text), title: title.replace(PLACEHOLDER, '…') }];
  });
}

/** Rows that a name of a test names; none for most. */
export function rowsIn(name: string): readonly number[] {
  const { rows } = TITLE.exec(name)?.groups ?? {};
  return rows === undefined ? [] : rowsOf(rows);
}

const rowsOf = (list: string): readonly number[] =>
  list.split(', ').flatMap((part) => {
    const [first = 0, last = first] = part.replace('row ', '').split(' to ').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });

/** Whoever runs tests, by the name that it is called by. */
const RUNNERS: ReadonlySet<string> = new Set(['it', 'test', 'describe']);
const NEVER_RUN: ReadonlySet<string> = new Set([
  'skip',
  'todo',
  'only',
  'xit',
  'xtest',
  'xdescribe',
  'fit',
  'fdescribe',
]);

interface Node {
  readonly type?: string;
  readonly value?: string;
  readonly quasis?: readonly { readonly cooked: string }[];
  readonly callee?: unknown;
}

/**
 * String and template literals, in the order of the source, but for those inside of tests that do not run. A runner
 * takes its title as the first thing; elsewhere a title is a member or an element of cases that are handed to one.
 */
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
  const { type, value, quasis, callee } = node as Node;
  if (type === 'CallExpression' && namesIn(callee).some((name) => NEVER_RUN.has(name)) && isRunner(callee)) {
    return;
  }
  if (type === 'VariableDeclarator' && isText((node as { readonly init?: Node }).init)) {
    return; // a name for a text is no test
  }
  if (type === 'StringLiteral' && value !== undefined) {
    texts.push(value);
  } else if (type === 'TemplateLiteral' && quasis !== undefined) {
    texts.push(quasis.map(({ cooked }) => cooked).join('…'));
  }
  collectTexts(Object.values(node), texts);
}

const isText = (node: Node | undefined): boolean => node?.type === 'StringLiteral' || node?.type === 'TemplateLiteral';

const isRunner = (callee: unknown): boolean =>
  namesIn(callee).some((name) => RUNNERS.has(name) || /^[xf](it|test|describe)$/.test(name));

/** `it.skip.each(cases)` is `it`, `skip` and `each`; what a call takes is not looked at. */
function namesIn(callee: unknown): readonly string[] {
  const {
    type,
    value,
    object,
    property,
    callee: inner,
    tag,
  } = (callee ?? {}) as Node & {
    readonly object?: unknown;
    readonly property?: unknown;
    readonly tag?: unknown;
  };
  return type === 'Identifier' && value !== undefined
    ? [value]
    : [object, property, inner, tag].filter(Boolean).flatMap(namesIn);
}
