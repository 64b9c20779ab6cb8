import type { OperatorAction } from '../../lambdas/ports/operator-actions';

/** What an act is called: on its button, and wherever it is told afterwards that somebody did it. */
export const ACT_LABELS = {
  undo: 'Undo this order',
  retry: 'Check the books and finish',
  resolve: 'Mark as resolved by hand',
  replay: 'Replay',
  'edit-and-replay': 'Edit and replay',
  archive: 'Archive',
} as const satisfies { readonly [kind in OperatorAction['kind']]: string };
