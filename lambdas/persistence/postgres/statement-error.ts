/**
 * Postgres refused a statement. Carries names of things and never values of rows: the driver's own error has them in
 * `detail` and `where`, and whatever is thrown ends in logs and in the history of an execution.
 */
export class PostgresStatementError extends Error {
  override readonly name = 'PostgresStatementError';

  constructor(
    readonly sqlState: string,
    readonly constraint?: string,
    readonly table?: string,
  ) {
    const where = [constraint && ` by ${constraint}`, table && ` on ${table}`].filter(Boolean).join('');
    super(`postgres refused a statement with ${sqlState}${where}`);
  }
}

const isAgainst =
  (sqlState: string) =>
  (constraint: string, error: unknown): boolean =>
    error instanceof PostgresStatementError && error.sqlState === sqlState && error.constraint === constraint;

/** True when exactly this unique or primary key was in the way. */
export const isDuplicateOf = isAgainst('23505');

/** True when exactly this check was in the way. */
export const isRefusedBy = isAgainst('23514');
