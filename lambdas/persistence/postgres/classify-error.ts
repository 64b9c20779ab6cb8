import { DatabaseError } from 'pg';
import { DependencyUnavailableError } from '../../domain/failures';
import { PostgresStatementError } from './statement-error';

export type StatementFailure =
  /** Postgres is away, or no answer came: the statement may have run, and the connection must not be used again. */
  | { readonly kind: 'unavailable'; readonly error: DependencyUnavailableError }
  /** The server rolled the statement back to resolve a conflict: running it again is safe and likely to work. */
  | { readonly kind: 'conflict'; readonly error: PostgresStatementError }
  /** The statement, its values or the rows are wrong: running it again changes nothing. */
  | { readonly kind: 'refused'; readonly error: Error };

/**
 * Beginnings of SQLSTATEs (https://www.postgresql.org/docs/17/errcodes-appendix.html) that say that Postgres cannot
 * serve at the moment: connection exceptions, insufficient resources, shutdown and crash, a server that became
 * read-only in a failover, the server's own deadlines, and credentials that are being rotated.
 */
const UNAVAILABLE = ['08', '53', '57P', '57014', '55P03', '25006', '28'] as const;

const CONFLICT: readonly string[] = ['40001', '40P01'];

/** A fatal answer ends the session whatever its code, e.g. those that a proxy makes up. */
const FATAL: readonly string[] = ['FATAL', 'PANIC'];

export function classifyError(error: unknown): StatementFailure {
  if (error instanceof DatabaseError) {
    return classifyAnswer(error);
  }
  // A mistake in our own code must not look like an outage and be waited for.
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) {
    return { kind: 'refused', error };
  }
  // What is neither an answer of the server nor our mistake comes from the socket or from the driver's deadlines.
  return { kind: 'unavailable', error: new DependencyUnavailableError('postgres', { cause: error }) };
}

function classifyAnswer({ code = 'XX000', severity = '', constraint, table }: DatabaseError): StatementFailure {
  const error = new PostgresStatementError(code, constraint, table);
  if (UNAVAILABLE.some((beginning) => code.startsWith(beginning)) || FATAL.includes(severity)) {
    return { kind: 'unavailable', error: new DependencyUnavailableError('postgres', { cause: error }) };
  }
  return { kind: CONFLICT.includes(code) ? 'conflict' : 'refused', error };
}
