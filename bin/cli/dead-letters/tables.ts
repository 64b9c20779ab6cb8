import pc from 'picocolors';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import type { LetterGroup } from '../../../lambdas/operations/dead-letters/group';
import type { QueueState } from '../../../lambdas/operations/dead-letters/list-queues';
import { ago } from '../ago';
import { plainTable } from '../plain-table';

export const queuesTable = (queues: readonly QueueState[]): string =>
  plainTable(
    ['queue', 'waiting', 'in flight', 'dead letters', 'oldest', 'held'],
    queues.map(({ queue, waiting, inFlight, deadLetters, oldestDeadLetter, held }) => ({
      cells: [
        queue,
        String(waiting),
        String(inFlight),
        deadLetters > 0 ? pc.yellow(String(deadLetters)) : '0',
        oldestDeadLetter === undefined ? '' : ago(oldestDeadLetter),
        String(held),
      ],
    })),
  );

export function lettersTable(letters: readonly AssessedLetter[], limit: number): string {
  const table = plainTable(
    ['id', 'group', 'age', 'verdict'],
    letters.slice(0, limit).map(({ letter, fingerprint, verdict, replayable, because }) => ({
      cells: [
        letter.id,
        fingerprint,
        ago(letter.sentAt),
        replayable === 'yes' ? pc.green(verdict) : pc.yellow(verdict),
      ],
      below: because,
    })),
  );
  const more = letters.length - limit;
  return more > 0 ? `${table}\n … and ${more} more: --limit shows them, 'groups' sums them up` : table;
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
            pc.green(String(safeToReplay)),
            needsALook > 0 ? pc.yellow(String(needsALook)) : '0',
            ago(oldest),
          ],
          below: failedWith,
        })),
      );
