/** Everything that is written to the log while the work is done, line by line. */
export async function writtenLines(work: () => Promise<unknown>): Promise<readonly string[]> {
  const written: string[] = [];
  const real = { out: process.stdout.write, err: process.stderr.write };
  const capture = (text: unknown): boolean => written.push(String(text)) > 0;
  process.stdout.write = capture as typeof process.stdout.write;
  process.stderr.write = capture as typeof process.stderr.write;
  try {
    await work();
  } finally {
    process.stdout.write = real.out;
    process.stderr.write = real.err;
  }
  return written.join('').split('\n');
}
