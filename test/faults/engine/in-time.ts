/**
 * The answer, or undefined when there is none in time. What runs in memory alone needs no time: before its first timer
 * fires everything has happened that ever will, on the slowest machine.
 */
export async function inTime<Answer>(patienceMs: number, answer: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(timer);
  }
}
