import type { Ports } from './ports';

/** What stands between the functions and what they call, for experiments. Whoever asks for it lets it listen. */
export interface Detours {
  /** Where the functions find Postgres, the payment provider and the carrier in place of their own ports. */
  readonly ports?: Partial<Pick<Ports, 'postgres' | 'replica' | 'payment' | 'carrier'>>;
  /** Payment provider and carrier in processes of their own, which can be killed. @default they run in ours */
  readonly simulatorsApart?: boolean;
  /** How far the replica stays behind. @default 0 */
  readonly replicaLagMs?: number;
  /** PgBouncer in transaction mode before Postgres and its replica. */
  readonly pooled?: boolean;
  /** Factor on the waits and retries of state machines. @default `STEP_FUNCTIONS_WAIT_SCALE` of the emulator */
  readonly waitScale?: string;
  /** Environment variables of every function; they win over what the emulator sets. */
  readonly functionVariables?: Readonly<Record<string, string>>;
}
