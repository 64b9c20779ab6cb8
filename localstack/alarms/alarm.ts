/** One metric, as an alarm names it. */
export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricStat extends MetricIdentity {
  /** As CloudFormation writes it: `Sum`, `Maximum`, `p99`… */
  readonly statistic: string;
}

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** A metric alarm as it is synthesized, with names in place of references. */
export interface MetricAlarm {
  readonly kind: 'metric';
  readonly id: string;
  readonly description: string;
  readonly periodSeconds: number;
  /** By the id that the expression knows them by. */
  readonly metrics: Readonly<Record<string, MetricStat>>;
  /** Over the metrics; the id of one metric when there is nothing to calculate. */
  readonly expression: string;
  readonly threshold: number;
  readonly comparison: string;
  /** N, and M of it. */
  readonly periods: number;
  readonly periodsToAlarm: number;
  readonly missingData: MissingData;
}

/** Rings when a rule over other alarms holds, e.g. `(ALARM("a") AND ALARM("b"))`. */
export interface CompositeAlarm {
  readonly kind: 'composite';
  readonly id: string;
  readonly description: string;
  readonly rule: string;
}

export type AnyAlarm = MetricAlarm | CompositeAlarm;
