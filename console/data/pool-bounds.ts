/**
 * The pool of a process that lives for long, unlike an execution environment, which has one connection and the proxy
 * as its pool. Twenty are more than pages at once need; five are ready when an incident begins.
 */
export const CONSOLE_POOL = {
  max: 20,
  min: 5,
  idleTimeoutMillis: 30_000,
  /** How long a page waits for a connection, be it one of the pool or a new one. */
  connectionTimeoutMillis: 3_000,
  /** Above the server's `statement_timeout`. */
  query_timeout: 2_500,
} as const;

/** By which an administrator of the database knows our connections; `PGAPPNAME` gives them another name. */
export const APPLICATION_NAME = 'order-console';
