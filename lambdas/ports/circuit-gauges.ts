export type CircuitReading = 'closed' | 'open' | 'half-open';

export interface CircuitGauges {
  /** Of every circuit that somebody has ever used, by dependency. */
  readCircuits(): Promise<Readonly<Record<string, CircuitReading>>>;
}
