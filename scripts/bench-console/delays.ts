import { setTimeout as sleep } from 'node:timers/promises';

/** How long a call takes: half of all take less than the first, all but one in a hundred less than the second. */
interface Delay {
  readonly p50: number;
  readonly p99: number;
}

/**
 * What AWS takes to answer from within its region, in milliseconds. AWS promises none of it:
 * - DynamoDB: "single-digit millisecond" on average for one item, and more with the size of a query's answer (its knowledge
 *   centre, "high response times in DynamoDB"); hence a part for each megabyte.
 * - SQS: "tens or low hundreds of milliseconds" (its FAQ on typical latencies).
 * - Step Functions and X-Ray: no number is published. These are guesses on the slow side.
 * - The emulator's mailbox: what a local run takes.
 */
export const DELAYS = {
  dynamoDb: { p50: 6, p99: 25 },
  sqs: { p50: 20, p99: 100 },
  stepFunctions: { p50: 60, p99: 250 },
  xray: { p50: 120, p99: 500 },
  mailbox: { p50: 10, p99: 50 },
} as const satisfies Record<string, Delay>;
export type Service = keyof typeof DELAYS;

export const MS_PER_MEGABYTE = 30;

const Z_OF_P99 = 2.326;

/** Waits as long as the service takes this time: log-normal, as answers of services are. */
export async function takeTime(service: Service, bytes = 0): Promise<void> {
  const { p50, p99 } = DELAYS[service];
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  const factor = Math.exp((normal * Math.log(p99 / p50)) / Z_OF_P99);
  await sleep(p50 * factor + (bytes / 1_000_000) * MS_PER_MEGABYTE);
}
