import { CRASH_CASES } from './crash-cases';
import { DATABASE_CASES } from './database-cases';
import type { FaultCase } from './fault-case';
import { INTAKE_CASES } from './intake-cases';
import { PAYMENT_CASES } from './payment-cases';
import { QUEUE_CASES } from './queue-cases';
import { STEP_CASES } from './step-cases';

export const ALL_CASES: readonly FaultCase[] = [
  ...STEP_CASES, // first: some of them take longest
  ...QUEUE_CASES,
  ...INTAKE_CASES,
  ...PAYMENT_CASES,
  ...DATABASE_CASES,
  ...CRASH_CASES,
];

/** The first case of each row. */
export const SAMPLE_CASES: readonly FaultCase[] = [
  ...Map.groupBy(ALL_CASES, ({ title }) => title.split(':')[0]).values(),
].flatMap(([first]) => (first === undefined ? [] : [first]));
