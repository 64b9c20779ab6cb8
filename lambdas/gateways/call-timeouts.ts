/**
 * How long each outside call of a step may take, milliseconds. No call is repeated inside a step: Step Functions
 * does that, with its own bounds. The longest way through a step stays below its function's time-out, so that a
 * slow answer is seen as an unknown outcome and not as a killed function. A test adds them up.
 */
export const CALL_TIMEOUT_MS = {
  readSecret: 1_000,
  writeSecret: 2_000,
  sendMail: 5_000,
  readIntakeRecord: 1_000,
  /** Without an answer, calls go through unguarded, and the table is left alone for as long as a step may take. */
  readCircuit: 1_000,
  writeCircuit: 1_000,
  createIntent: 2_000,
  retrieveIntent: 1_500,
  /** Stripe asks the customer's bank in this one. */
  confirmIntent: 7_000,
  cancelIntent: 2_000,
  createRefund: 2_500,
  listRefunds: 1_500,
  bookShipment: 6_000,
  cancelShipment: 6_000,
  /** Once or twice in a step, and only where the table of circuits answers. */
  announceCircuit: 500,
  /** After a step's own work. What has not left by then is published by the sweeper. */
  publishEvents: 500,
} as const;

export type CallTimeouts = Readonly<Record<keyof typeof CALL_TIMEOUT_MS, number>>;
