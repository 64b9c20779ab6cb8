import type { TcpFault } from '../../../localstack/chaos/tcp-fault';
import { confirmedOnce, type FaultCase } from './fault-case';

const CUTS: readonly (readonly [string, TcpFault])[] = [
  ['before it arrives', { kind: 'cut-before' }],
  ['while it commits', { kind: 'cut-during' }],
  ['after it has committed', { kind: 'cut-after' }],
  ['by silence', { kind: 'black-hole' }],
];

/** Statements by what only they contain. */
const WRITES = {
  reservation: "'HELD'",
  'record of a charge': "SET state = 'CHARGED'",
  'record of a booking': "SET state = 'BOOKED'",
} as const;

const cutAt = (titleOf: (when: string) => string, statement: string, times = 1): readonly FaultCase[] =>
  CUTS.map(([when, fault]) => ({
    title: titleOf(when),
    arrange: ({ chaos, orderId }) => chaos.disturb('postgres', { text: [orderId, statement], times, fault }),
    expected: confirmedOnce,
  }));

/** What happens between a function and Postgres. */
export const DATABASE_CASES: readonly FaultCase[] = [
  ...Object.entries(WRITES).flatMap(([what, statement]) =>
    cutAt((when) => `row 22: the connection to Postgres breaks at the ${what}, ${when}`, statement),
  ),
  ...cutAt(
    (when) => `row 40: the connection to Postgres breaks twice at the confirmation of a captured order, ${when}`,
    "status = 'CONFIRMED'",
    2,
  ),
];
