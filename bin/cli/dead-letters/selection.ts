import type { Selection } from '../../../lambdas/operations/dead-letters/plan-replay';
import { CommandError, EXIT } from '../command-error';

export interface SelectionOptions {
  readonly group?: string;
  readonly id?: readonly string[];
  readonly all?: true;
}

/** @throws CommandError unless exactly one of the three was chosen */
export function selectionOf({ group, id, all }: SelectionOptions): Selection {
  const chosen: readonly Selection[] = [
    ...(group === undefined ? [] : [{ kind: 'group', fingerprint: group } as const]),
    ...(id === undefined ? [] : [{ kind: 'ids', ids: id } as const]),
    ...(all === undefined ? [] : [{ kind: 'all' } as const]),
  ];
  const [selection, ...others] = chosen;
  if (selection === undefined || others.length > 0) {
    throw new CommandError('say what to replay with one of --group, --id and --all', EXIT.usage);
  }
  return selection;
}
