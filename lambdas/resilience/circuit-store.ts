import type { CircuitState } from './circuit-state';

export interface CircuitRecord {
  /** Grows by one with each write, from 1. */
  readonly version: number;
  readonly state: CircuitState;
}

/** Where circuits are shared. Every method may throw: then nothing is known, and calls go through. */
export interface CircuitStore {
  /** The latest that was written, or undefined when nothing ever was. */
  find(dependency: string): Promise<CircuitRecord | undefined>;
  /**
   * Writes the state under the next version, in one atomic step, if the version is still the given one (0: if there is
   * no record). A call that throws may have written.
   *
   * @returns false when somebody else was faster
   */
  replace(dependency: string, expectedVersion: number, state: CircuitState): Promise<boolean>;
}
