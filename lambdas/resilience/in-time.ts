/** Nothing came in the time that there was. What was asked for may still happen. */
export class NoAnswerInTimeError extends Error {
  override readonly name = 'NoAnswerInTimeError';

  constructor(readonly afterMs: number) {
    super(`no answer within ${afterMs} ms`);
  }
}

/**
 * Waits no longer than `ms` for something that cannot be told to stop.
 *
 * @param late gets what comes after that, so that nothing of it is left open
 * @throws NoAnswerInTimeError
 */
export async function inTime<Result>(
  work: Promise<Result>,
  ms: number,
  late: (result: Result) => void = () => {},
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      reject(new NoAnswerInTimeError(ms));
    }, ms);
  });
  work.then(
    (result) => isOver && late(result),
    () => {}, // of those who still wait
  );
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
