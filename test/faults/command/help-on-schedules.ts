import { ACTS, CALL_FAULTS, NUMBERED, SPECIAL_FAULTS, STEP_FAULTS } from '../engine/fault';
import { SCENARIOS } from '../world/scenario';

const list = (kinds: Readonly<Record<string, string>>): string =>
  Object.entries(kinds)
    .map(([kind, text]) => `  ${(isNumbered(kind) ? `${kind}:<n>` : kind).padEnd(18)}${text}`)
    .join('\n');

const isNumbered = (kind: string): boolean => (NUMBERED as ReadonlySet<string>).has(kind);

/** What there is to write in a schedule, and what the exit codes say. */
export const helpOnSchedules = (): string => `
A schedule is a scenario and its faults, each at a call of a function or at a call that this makes:
  <scenario> <function>#<which call of it>=<fault> <function>#<which call of it>.<call>[~<nth>]=<fault>
  e.g. 'plain ChargePayment#1.confirmIntent=late:3 Operator#1=undone'; <n> is a whole number or 'end'

Scenarios:
  ${Object.keys(SCENARIOS).join(', ')}

Faults of a function:
${list(STEP_FAULTS)}

Faults of a call:
${list(CALL_FAULTS)}

Faults of one particular call:
${list(SPECIAL_FAULTS)}

Acts of people, at Operator#1 and so on, whenever an execution has ended, or before a call:
${list(ACTS)}

Exit codes:
  0  everything holds
  1  something is violated; the schedule that shows it is printed, as small as it could be made
  2  called wrongly, ended without an answer, or a fault of a replayed schedule was not reached`;
