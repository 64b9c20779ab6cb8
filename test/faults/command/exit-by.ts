/** Called wrongly, broken itself, or ended without an answer. */
const NO_ANSWER = 2;

/**
 * Ends the process by what the run answers: 0 for yes, 1 for no. Whatever it waits for may never come; then the process
 * ends when nothing is left that could bring it, and that is no success.
 */
export function exitBy(run: Promise<boolean>): void {
  let isOver = false;
  process.exitCode = NO_ANSWER;
  process.once('exit', () => {
    if (!isOver) {
      console.error('expected an answer, and nothing is left that could give one: something hangs');
    }
  });
  run.then(
    (isRight) => {
      isOver = true;
      process.exitCode = isRight ? 0 : 1;
    },
    (error: Error) => {
      isOver = true;
      console.error(error.message);
    },
  );
}
