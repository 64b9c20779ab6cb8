/**
 * Deadlines shrink inwards: function > client > server, so that the server gives up first, rolls back and answers,
 * and the client's own deadline only ends what no answer can come from any more (a cut network, a frozen host).
 * The server's half is `migrations/0002_deadlines.sql`.
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
   * neither the proxy closing it (30 minutes) nor a network device forgetting it (350 seconds).
   */
  trustedIdleMs: 4 * 60_000,
  /** A statement that the server has rolled back to resolve a conflict is run again at once, this often. */
  conflictRetries: 2,
  /** How often a statement may find that the rows it saw had changed before it held their locks. */
  decisionRounds: 5,
} as const;
