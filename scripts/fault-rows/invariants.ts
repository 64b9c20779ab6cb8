/** What must be true of the books once faults are over and the system is quiet. */
export const INVARIANTS: readonly (readonly [letter: string, meaning: string])[] = [
  [
    'S',
    'stock: of each SKU, initial = available + reserved + sold, none negative; nothing reserved when no order is open',
  ],
  [
    'C',
    'charge: captured - refunded is the total if the order is confirmed, else nothing; at most one effective capture',
  ],
  [
    'R',
    'refund: one effective refund if money was captured and the order is not confirmed, else none; never more than captured',
  ],
  ['L', 'no loss: every order that was accepted has ended, or its message is a dead letter'],
  ['T', 'liveness: nothing runs, waits or is held once faults are over and time has passed'],
  ['P', 'path: the trail is a legal walk of the order; ends are final; compensations run in reverse'],
  ['1', 'one execution per order'],
  ['E', 'one effective event per ended order, none of orders that there are not'],
  ['D', 'redriving dead letters gives what a run without faults gives'],
  ['A', 'dead letters raise an alarm, and their orders are found in the logs'],
  ['X', 'no answer crosses customers; no stack, secret, card or address in answers and logs'],
  ['K', 'connections to Postgres stay within their limit, none idle in a transaction'],
];
