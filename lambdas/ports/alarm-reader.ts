export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmReading {
  readonly id: string;
  readonly state: AlarmState;
  /** Whether somebody is told: not of parts of composites, but of silence where that is what the alarm is about. */
  readonly rings: boolean;
  /** What is wrong, what customers notice, which runbook helps. */
  readonly description: string;
  /** The newest first, as far as there are any. */
  readonly points: readonly number[];
}

export interface AlarmReader {
  /** Every alarm, whether it rings or not. */
  read(): Promise<readonly AlarmReading[]>;
}
