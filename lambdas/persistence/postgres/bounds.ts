/**
 * Deadlines shrink inwards: function > client > server, so that the server gives up first, rolls back and answers,
 * and the client's own deadline only ends what no answer can come from any more (a cut network, a frozen host).
 * The server's half are `SERVER_DEADLINES`.
 */
export const POSTGRES_BOUNDS = {
  /** One execution environment runs one invocation at a time: the proxy in front of Postgres is the real pool. */
  connectionsPerEnvironment: 1,
  /** Name look-up, TCP, TLS, authentication, or the wait for the connection of this environment. */
  connectTimeoutMs: 3_000,
  /** From sending a statement to its last row. Above the server's `statement_timeout`. */
  queryTimeoutMs: 2_500,
  /**
   * A connection that lay idle for longer is replaced before anything is sent over it. A frozen environment sees
   * neither the proxy closing it (after 10 minutes) nor a network device forgetting it (350 seconds).
   */
  trustedIdleMs: 4 * 60_000,
  /** A statement that the server has rolled back to resolve a conflict is run again at once, this often. */
  conflictRetries: 2,
  /** How often a statement may find that the rows it saw had changed before it held their locks. */
  decisionRounds: 5,
} as const;

/**
 * Statements: of the functions' role (`application-user.ts`), so that migrations and operators may take longer. The
 * others are of the database (`migrations/0002_deadlines.sql`) and hold for everybody.
 */
export const SERVER_DEADLINES = { statementMs: 2_000, lockMs: 1_500, idleInTransactionMs: 10_000 } as const;
