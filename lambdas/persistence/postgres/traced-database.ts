import { inSpan } from '../../runtime/tracing/trace';
import type { Database } from './database';

/** The comment that every statement begins with: Postgres shows it too, wherever it shows statements. */
const NAME = /^\s*\/\* ([a-z-]+) \*\//;

export const statementName = (text: string): string => NAME.exec(text)?.[1] ?? 'unnamed';

/** Every statement is a span by its name. Neither its text nor its values: the former is in the code, the latter are of customers. */
export const tracedDatabase = (database: Database, service = 'postgres'): Database => ({
  ...database,
  query: <Row extends object>(text: string, values?: readonly unknown[]) =>
    inSpan(service, { namespace: 'remote', annotations: { statement: statementName(text) } }, () =>
      database.query<Row>(text, values),
    ),
});
