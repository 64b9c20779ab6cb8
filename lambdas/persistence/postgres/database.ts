/**
 * What the stores need of Postgres: single statements. There is no `transaction` here on purpose. Each statement is
 * whole by itself, so nothing can be left half done or hold locks while its function is frozen, and any statement may
 * run on any server connection of a pooler.
 */
export interface Database {
  /**
   * Runs one unnamed, parameterised statement.
   *
   * @throws DependencyUnavailableError when Postgres cannot be reached, gave no answer in time or is read-only
   * @throws PostgresStatementError when Postgres refused the statement
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Ends the connection. Further queries fail. */
  close(): Promise<void>;
}

/** For statements that answer exactly one row. */
export async function queryOne<Row extends object>(
  database: Database,
  text: string,
  values: readonly unknown[],
): Promise<Row> {
  const [row] = await database.query<Row>(text, values);
  if (row === undefined) {
    throw new Error('expected one row from the statement, got none');
  }
  return row;
}
