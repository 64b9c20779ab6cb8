import type { Ports } from './ports';

/** What stands between the functions and what they call, for experiments. Whoever asks for it lets it listen. */
export interface Detours {
  /** Where the functions find Postgres, the payment provider and the carrier in place of their own ports. */
  readonly ports?: Partial<Pick<Ports, 'postgres' | 'payment' | 'carrier'>>;
  /** Environment variables of every function; they win over what the emulator sets. */
  readonly functionVariables?: Readonly<Record<string, string>>;
}
