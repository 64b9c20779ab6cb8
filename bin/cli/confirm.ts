import { createInterface } from 'node:readline/promises';
import { CommandError, EXIT } from './command-error';

/**
 * Asks before something that cannot be taken back.
 *
 * @throws CommandError when the user says no, or when there is nobody to ask and `--yes` was not given
 */
export async function confirm(question: string, { yes }: { readonly yes?: true | undefined }): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError(`${question}\nThere is nobody to ask: repeat it with --yes`, EXIT.refused);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `).catch(leaveTheLine);
    if (!/^y(es)?$/i.test(answer.trim())) {
      throw new CommandError('Nothing was done.', EXIT.refused);
    }
  } finally {
    terminal.close();
  }
}

/** Ctrl-C and Ctrl-D are a no, and leave the cursor behind the question. */
function leaveTheLine(): string {
  process.stderr.write('\n');
  return '';
}
