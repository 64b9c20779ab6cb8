/**
 * What a page does not wait for comes after it, by its stream. All but one in a hundred answers of DynamoDB come in this time;
 * Step Functions, X-Ray and SQS rarely do, and waiting longer for them is time in which nothing is to be seen.
 */
export const PAGE_PATIENCE_MS = 25;

/** A page that is nothing without an answer waits longer for it, and then says that it is missing. */
export const LIST_PATIENCE_MS = 2_000;

/** The answer if it comes soon enough, else undefined; the question is not taken back. */
export async function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), patienceMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
