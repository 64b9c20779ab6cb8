/** The bounds of an order, at the edge and inside. Each has a name so that a refusal can say which was passed. */
export const LIMITS = {
  linesPerOrder: 50,
  quantityPerLine: 1_000,
  /** Total of one order, minor units: far below 2^53, so sums stay exact. */
  totalMinor: 100_000_000_00,
  skuLength: 64,
  idempotencyKeyLength: 255,
  customerIdLength: 128,
  /** An order changes a handful of times; the column is a 32-bit integer. */
  orderVersion: 2 ** 31 - 1,
  /** RFC 5321 allows no path that is longer. */
  emailLength: 254,
  requestBodyBytes: 32 * 1024,
  /** Of the payment provider's events, for which it names no bound: they have some kB. */
  paymentEventBytes: 256 * 1024,
  /** Few, since each event is held against all of them. */
  webhookEndpoints: 100,
  webhookUrlLength: 2_048,
  webhookDescriptionLength: 200,
  /** What an endpoint is sent. An event of an order with the most lines has about 6 kB. */
  webhookBodyBytes: 64 * 1024,
  /** What is read of an endpoint's answer, and thrown away. */
  webhookAnswerBytes: 16 * 1024,
  /** What one step may answer; the state of an execution must stay far below 256 kB. */
  stepResultBytes: 4 * 1024,
} as const;
