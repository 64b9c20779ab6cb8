import type { AssessedLetter } from './assess';

/** Dead letters of one queue that failed for one cause. */
export interface LetterGroup {
  readonly fingerprint: string;
  readonly queue: string;
  readonly failedWith: string;
  readonly count: number;
  readonly safeToReplay: number;
  readonly needsALook: number;
  /** When the oldest of its messages was sent. ISO 8601, UTC. */
  readonly oldest: string;
}

/** The largest groups first: that is where a fix helps most. */
export function groupLetters(letters: readonly AssessedLetter[]): readonly LetterGroup[] {
  const groups = Map.groupBy(letters, ({ queue, fingerprint }) => `${queue} ${fingerprint}`);
  return [...groups.values()]
    .flatMap((members) => {
      const [first] = members;
      return first === undefined ? [] : [groupOf(first, members)];
    })
    .sort((a, b) => b.count - a.count);
}

function groupOf(first: AssessedLetter, members: readonly AssessedLetter[]): LetterGroup {
  const safeToReplay = members.filter(({ verdict }) => verdict === 'safe to replay').length;
  return {
    fingerprint: first.fingerprint,
    queue: first.queue,
    failedWith: first.failedWith,
    count: members.length,
    safeToReplay,
    needsALook: members.length - safeToReplay,
    oldest: members.map(({ letter }) => letter.sentAt).sort()[0] ?? first.letter.sentAt,
  };
}
