/** A fault or bad input that the system has to stand, and what must hold after it. */
export interface FaultRow {
  readonly row: number;
  readonly fault: string;
  /** Letters are the invariants below. */
  readonly holds: string;
  /** Why no test carries its number; a row needs this or a test, and may not have both. */
  readonly uncovered?: string;
  /** What of the row no test shows, although it has some. */
  readonly open?: string;
  /** Why the row asks for something else than one would expect, or is shown in another way. */
  readonly because?: string;
}

export interface FaultGroup {
  readonly title: string;
  readonly rows: readonly FaultRow[];
}

export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    title: 'Input and API',
    rows: [
      {
        row: 1,
        fault: 'missing, empty, wrong-typed, negative, fractional or huge quantities, too many lines, one SKU twice',
        holds: '400, no message, no row; X',
      },
      {
        row: 2,
        fault: 'a price or total of the client that differs from the catalogue',
        holds: "the catalogue's price is charged, or the order refused; C",
      },
      {
        row: 3,
        fault: 'a body over the limits, broken JSON, wrong content type, deep nesting, `__proto__` keys',
        holds: '4xx, nothing enqueued',
      },
      {
        row: 4,
        fault: '`&Action=DeleteQueue`, newlines, `%26`, emoji and NUL in every text',
        holds: 'the text arrives as it was sent, the queue is still there',
      },
      {
        row: 5,
        fault: 'SQL and log injection in names and ids; order ids with `/`, spaces, or too long for an execution name',
        holds: '4xx or a safe name; P',
      },
      { row: 6, fault: 'the same request twice, or 50 times at once', holds: 'one order id in every answer; 1, C, S' },
      { row: 7, fault: 'the same key with another body', holds: '422, and the first order is untouched; C' },
      { row: 8, fault: 'no key, or the key of another customer', holds: '401 or 403; X' },
      {
        row: 9,
        fault: "somebody else's order; an order that is not processed yet",
        holds: '404 without a leak; RECEIVED and not 500',
      },
      {
        row: 10,
        fault: 'more requests than the usage plan allows',
        holds: '429; those that were accepted obey L',
        open: 'The limits are checked in the template. The local API does not throttle, so no 429 is seen, and no flood.',
      },
    ],
  },
  {
    title: 'Queue and consumer',
    rows: [
      { row: 11, fault: 'a message delivered twice, at once and long after', holds: '1, C, S, E' },
      {
        row: 12,
        fault: 'a poison message among good ones',
        holds: 'the good ones end; the poison is a dead letter with its reason; A',
      },
      {
        row: 13,
        fault: 'one record fails, all fail, a handler throws what is no error, or answers nothing',
        holds: 'L, and no good record has its effect twice',
      },
      { row: 14, fault: 'the consumer killed after StartExecution, before it answers', holds: '1, L' },
      {
        row: 15,
        fault: 'a consumer slower than the visibility of its message: two consumers, one message',
        holds: '1, C',
      },
      { row: 16, fault: 'StartExecution throttled or broken for a minute', holds: 'back to the queue; L, T' },
      { row: 17, fault: 'the answer of StartExecution lost although it started', holds: '1, L' },
      {
        row: 18,
        fault: 'cancellations before the order, twice, and at every step of the saga',
        holds: 'P, R, S',
        uncovered:
          'Customers cannot cancel an order yet. Executions that an operator stops, resumes and runs again, at every step, are among the schedules of row 35.',
      },
      {
        row: 19,
        fault: 'dead letters redriven after a mend, of orders that have ended, after idempotency records expired',
        holds: 'D, C, S',
      },
    ],
  },
  {
    title: 'Stock and database',
    rows: [
      { row: 20, fault: 'the last unit wanted by 50 orders at once', holds: 'one is confirmed; S' },
      {
        row: 21,
        fault: 'one line of several out of stock; two orders that take SKUs in opposite order',
        holds: 'all or nothing; deadlocks are retried; S',
      },
      {
        row: 22,
        fault: 'the connection cut before, during and after the commit of a reservation',
        holds: 'one reservation per order; S, T',
      },
      { row: 23, fault: 'the database away, then back; fail-over to a read-only one', holds: 'L, T' },
      { row: 24, fault: 'pool exhausted, slow query, row locked for long', holds: 'no half reservation; K, T' },
      {
        row: 25,
        fault: 'a pooler in transaction mode: another backend for each transaction',
        holds: 'nothing of a session is relied on; all else still holds',
        open: 'That no statement needs a session is shown. That all else still holds behind a pooler, only by a sample of the other tests, which the gate runs through PgBouncer (`npm run test:pooled` runs all of them).',
      },
      {
        row: 26,
        fault: 'a connection that went stale while frozen; rotated credentials',
        holds: 'the next invocation connects anew; T',
        open: 'No function of the saga takes up another password: on the emulator its environment cannot be changed, so the old one comes back. Deployed it signs a new token for each connection, which a unit test sees; there the proxy alone has a password.',
      },
      { row: 27, fault: 'a reservation whose saga died before it heard of it', holds: 'it is freed; S, T' },
    ],
  },
  {
    title: 'Payment',
    rows: [
      { row: 28, fault: 'declined, insufficient funds, refused requests', holds: 'rejected, stock freed, no retry; C' },
      { row: 29, fault: 'time-out, lost answer or 500 of a charge that took effect', holds: 'one capture; C' },
      {
        row: 30,
        fault: 'time-out, 500, 503 or 429 of a charge that took none, then success',
        holds: 'bounded backoff; C',
      },
      { row: 31, fault: '409 in progress; a stored 500 that is replayed for ever', holds: 'settled or undone; T, R' },
      {
        row: 32,
        fault: 'an answer that is malformed, of another amount, or a success without an id',
        holds: 'never confirmed blindly; C',
        open: 'The random schedules have other amounts only; what is malformed or without an id is tested at the gateway.',
      },
      {
        row: 33,
        fault: 'a retry after the provider has forgotten the key',
        holds: 'never a second charge; C',
        because:
          'One would ask for a repair where no id is stored. It is not needed: an intent is confirmed only by an id that was stored first, so one without it has taken nothing and never will, and a second one is the only one that is paid.',
      },
      {
        row: 34,
        fault: 'events of the provider late, twice, forged, out of order',
        holds: 'ignored or harmless; P, X',
        because:
          'The random schedules have late, repeated and reordered events; forged ones come to the endpoint only.',
      },
    ],
  },
  {
    title: 'Saga and compensation',
    rows: [
      {
        row: 35,
        fault: 'a crash of every step: before its call, after its effect, after its answer',
        holds: 'S, C, R, L, T, P, 1, E',
      },
      { row: 36, fault: 'each step fails for good', holds: 'what was done is undone, in reverse; P, S, R' },
      {
        row: 37,
        fault: 'a compensation fails some times, or for good',
        holds: 'retried; else the remaining ones run and an operator is told; A, T',
      },
      {
        row: 38,
        fault: 'a refund that timed out and took effect; a compensation delivered twice',
        holds: 'one refund, stock freed once; R',
      },
      {
        row: 39,
        fault: 'a step that answers, or writes, after its time-out and after its undo',
        holds: 'fenced; S, C, P',
      },
      {
        row: 40,
        fault: 'the confirmation fails after the capture',
        holds: 'retried, or parked for an operator; never captured and rejected; C',
        because:
          'A refund is no way out here: whether the order was confirmed is unknown then, and goods that are paid back may be on their way. The confirmation is the pivot, after which the saga only goes forward.',
      },
      {
        row: 41,
        fault: 'a new version deployed while executions run; messages of an older schema',
        holds: 'L, T',
        open: 'Messages of every older version are taken. No test deploys while executions run: AWS lets those finish on their own definition.',
      },
    ],
  },
  {
    title: 'State, events, platform',
    rows: [
      {
        row: 42,
        fault: 'the idempotency table throttled or away, before and after the effect; its record expired meanwhile',
        holds: 'fails closed before the effect; C, S',
        because:
          'A result beyond the 400 kB of an item is left out: what is stored is the small answer of an accepted order, of fixed members.',
      },
      {
        row: 43,
        fault: 'the publisher of events killed between publishing and marking; the bus away',
        holds: 'none lost; E',
      },
      {
        row: 44,
        fault: 'clocks that jump or differ; deletion by time to live hours late',
        holds: 'expiry by condition; P',
        open: 'Only deletion that comes late. No test has two clocks that differ, or one that jumps.',
      },
      {
        row: 45,
        fault: 'the emulator (or region) restarted in the middle; every worker killed',
        holds: 'L, S, C, T',
        open: 'Workers and Postgres are killed. The emulator is never restarted in the middle: a local cloud that is stopped first waits until no order is on its way.',
      },
      {
        row: 46,
        fault: 'metrics, traces or logs that cannot be delivered',
        holds: 'orders do not notice',
        open: 'Traces only. Metrics and logs are lines on the standard output of a function: it is the platform that delivers them, where no function waits for it.',
      },
    ],
  },
];
