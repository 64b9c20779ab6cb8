import { loadModule, parseSync } from 'libpg-query';

/** Postgres's own grammar, compiled: no comment, name or literal hides a command from it, or looks like one. */
export const loadGrammar = (): Promise<void> => loadModule();

/** RDS Proxy pins a session for a longer statement. */
const LONGEST_STATEMENT_BYTES = 16 * 1024;

/**
 * After "Conditions that cause pinning for RDS for PostgreSQL" in the manual of RDS Proxy: `SET`, `PREPARE`, `DISCARD`,
 * `DEALLOCATE`, `EXECUTE`, `DECLARE CURSOR`, `LISTEN`, `LOAD`, locks of tables; and transactions, which this project
 * does without.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  VariableSetStmt: 'session command',
  PrepareStmt: 'session command',
  ExecuteStmt: 'session command',
  DeallocateStmt: 'session command',
  DiscardStmt: 'session command',
  ListenStmt: 'session command',
  UnlistenStmt: 'session command',
  NotifyStmt: 'session command',
  DeclareCursorStmt: 'session command',
  LoadStmt: 'session command',
  LockStmt: 'session command',
  TransactionStmt: 'transaction command',
  // Nobody sees what it does.
  DoStmt: 'block of code',
};

const FUNCTIONS: Readonly<Record<string, RegExp>> = {
  'session lock': /^pg_(try_)?advisory_(un)?lock/,
  setting: /^set_config$/,
  sequence: /^(nextval|setval|currval|lastval)$/,
};

/** What of a statement, or of several in one text, would pin a session of RDS Proxy. */
export function triggersIn(text: string): readonly string[] {
  const found = Buffer.byteLength(text) > LONGEST_STATEMENT_BYTES ? ['too long'] : [];
  let statements: readonly { readonly stmt: object }[];
  try {
    ({ stmts: statements = [] } = parseSync(text));
  } catch {
    return [...found, 'not to be read'];
  }
  for (const { stmt } of statements) {
    const [kind = ''] = Object.keys(stmt);
    const command = COMMANDS[kind];
    found.push(...(command === undefined ? [] : [command]), ...hiddenIn(stmt));
  }
  return found;
}

/** Temporary objects and calls, at whatever depth. */
function hiddenIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  const { relpersistence, schemaname, funcname } = node as Readonly<Record<string, unknown>>;
  return [
    ...(relpersistence === 't' || schemaname === 'pg_temp' ? ['temporary object'] : []),
    ...(Array.isArray(funcname) ? callsOf(String(funcname.at(-1)?.String?.sval)) : []),
    ...Object.values(node).flatMap(hiddenIn),
  ];
}

const callsOf = (name: string): readonly string[] =>
  Object.entries(FUNCTIONS).flatMap(([trigger, pattern]) => (pattern.test(name) ? [trigger] : []));
