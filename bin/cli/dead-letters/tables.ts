import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import type { LetterGroup } from '../../../lambdas/operations/dead-letters/group';
import type { QueueState } from '../../../lambdas/operations/dead-letters/list-queues';
import { ago } from '../ago';
import { colours } from '../colours';
import { plainTable } from '../plain-table';

const { green, yellow } = colours;

export const queuesTable = (queues: readonly QueueState[]): string =>
  plainTable(
    ['queue', 'waiting', 'in flight', 'dead letters', 'oldest', 'held'],
    queues.map(({ queue, waiting, inFlight, deadLetters, oldestDeadLetter, held }) => ({
      cells: [
        queue,
        String(waiting),
        String(inFlight),
        deadLetters > 0 ? yellow(String(deadLetters)) : '0',
        oldestDeadLetter === undefined ? '' : ago(oldestDeadLetter),
        String(held),
      ],
    })),
  );

/** The first letters, and how many there are more. */
export function lettersTable(letters: readonly AssessedLetter[], most: number): string {
  const table = plainTable(
    ['id', 'group', 'age', 'verdict'],
    letters.slice(0, most).map(({ letter, queue, fingerprint, verdict, replayable, because }) => ({
      cells: [letter.id, fingerprint, ago(letter.sentAt), replayable === 'yes' ? green(verdict) : yellow(verdict)],
      below: `${queue}: ${because}`,
    })),
  );
  const more = letters.length - most;
  return more > 0 ? `${table}\n … and ${more} more` : table;
}

export const groupsTable = (groups: readonly LetterGroup[]): string =>
  groups.length === 0
    ? 'There are no dead letters.'
    : plainTable(
        ['group', 'queue', 'letters', 'safe', 'look', 'oldest'],
        groups.map(({ fingerprint, queue, count, safeToReplay, needsALook, oldest, failedWith }) => ({
          cells: [
            fingerprint,
            queue,
            String(count),
            safeToReplay > 0 ? green(String(safeToReplay)) : '0',
            needsALook > 0 ? yellow(String(needsALook)) : '0',
            ago(oldest),
          ],
          below: failedWith,
        })),
      );
