import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import { CommandError } from '../command-error';
import type { Desk } from './desk';

/** @throws CommandError when there is no such dead letter, or somebody else is holding it */
export async function findLetter({ triage }: Pick<Desk, 'triage'>, id: string): Promise<AssessedLetter> {
  const letter = (await triage()).find((assessed) => assessed.letter.id === id);
  if (letter === undefined) {
    throw new CommandError(
      `there is no dead letter ${id}, or somebody else is holding it: 'dead-letters list' shows those that there are`,
    );
  }
  return letter;
}
