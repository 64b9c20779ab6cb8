import type { AssessedLetter } from './assess';

export type Selection =
  | { readonly kind: 'all' }
  | { readonly kind: 'group'; readonly fingerprint: string }
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export interface ReplayPlan {
  readonly replay: readonly AssessedLetter[];
  /** Could be replayed as well, and are too many for this time. */
  readonly later: readonly AssessedLetter[];
  /** Selected, and left where they are. */
  readonly leave: readonly AssessedLetter[];
  /** Ids that name no dead letter that is to be had now. */
  readonly missing: readonly string[];
}

/**
 * Whoever names a letter has looked at it. All and groups take only what is safe.
 *
 * @param most to replay, those that come first: whoever is not sure of a repair tries a few
 */
export function planReplay(
  letters: readonly AssessedLetter[],
  selection: Selection,
  most = Number.POSITIVE_INFINITY,
): ReplayPlan {
  const selected = letters.filter((assessed) => isSelected(assessed, selection));
  const mayBeReplayed = ({ replayable }: AssessedLetter): boolean =>
    replayable === 'yes' || (replayable === 'by id' && selection.kind === 'ids');
  const found = new Set(selected.map(({ letter }) => letter.id));
  const replay = selected.filter(mayBeReplayed);
  return {
    replay: replay.slice(0, most),
    later: replay.slice(most),
    leave: selected.filter((letter) => !mayBeReplayed(letter)),
    missing: selection.kind === 'ids' ? selection.ids.filter((id) => !found.has(id)) : [],
  };
}

function isSelected({ letter, fingerprint }: AssessedLetter, selection: Selection): boolean {
  switch (selection.kind) {
    case 'all':
      return true;
    case 'group':
      return fingerprint === selection.fingerprint;
    case 'ids':
      return selection.ids.includes(letter.id);
  }
}
