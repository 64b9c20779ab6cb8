import { loadModule, type Node, parseSync } from 'libpg-query';

/** Postgres's own grammar, compiled: what the server would read is what is judged here. */
export const loadGrammar = (): Promise<void> => loadModule();

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
export type StatementKind = KeysOf<Node>;
export type BodyOf<Kind extends StatementKind> = Extract<Node, Record<Kind, unknown>>[Kind & keyof Node];

export interface Statement {
  readonly kind: StatementKind;
  readonly body: unknown;
  /** Comments that stand above it, and below the statement before. */
  readonly comments: string;
}

interface ParsedStatement {
  readonly stmt: Node;
  /** In bytes, from the end of the statement before. */
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

const COMMENTS = /^(?:\s|--.*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

export function statementsOf(sql: string): readonly Statement[] {
  const bytes = Buffer.from(sql);
  const { stmts = [] } = parseSync(sql) as { readonly stmts?: readonly ParsedStatement[] };
  return stmts.map(({ stmt, stmt_location: start = 0, stmt_len: length }) => {
    const [kind, body] = Object.entries(stmt)[0] ?? [];
    const text = bytes.subarray(start, length === undefined ? bytes.length : start + length).toString();
    return { kind: kind as StatementKind, body, comments: COMMENTS.exec(text)?.[0] ?? '' };
  });
}
