import type { Clock } from '../../ports/clock';
import type { OperatorAction, OperatorActions } from '../../ports/operator-actions';
import { describeFailure } from '../../runtime/describe-failure';
import { currentTraceId } from '../../runtime/tracing/trace';

type NewAction = WithoutEnd<OperatorAction>;
/** Of each kind by itself: `Omit` of a union would leave only what all of them have. */
type WithoutEnd<Action> = Action extends OperatorAction ? Omit<Action, 'at' | 'outcome' | 'traceId'> : never;

export type Acted = { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly why: string };

/**
 * Nothing is done that is not written down: the record comes first, and says how it ended afterwards. A tool that is
 * killed in between leaves `begun`.
 */
export async function act(
  { actions, clock }: { readonly actions: Pick<OperatorActions, 'record'>; readonly clock: Clock },
  action: NewAction,
  perform: () => Promise<void>,
): Promise<Acted> {
  const traceId = currentTraceId();
  const begun: OperatorAction = {
    ...{ ...action, at: clock.now().toISOString(), outcome: 'begun' as const },
    ...(traceId === undefined ? {} : { traceId }),
  };
  const conclude = (end: Pick<OperatorAction, 'outcome' | 'reason'>) =>
    // What was done was done: a record that stays at `begun` is for somebody to look at, not a failure.
    actions.record({ ...begun, ...end }).catch(() => undefined);

  try {
    await actions.record(begun);
    await perform();
  } catch (error) {
    const { errorName, message } = describeFailure(error);
    const why = `${errorName}: ${message}`;
    // Why it was to be done is asked for later, whether it was or not.
    await conclude({ outcome: 'failed', reason: begun.reason === undefined ? why : `${begun.reason} (${why})` });
    return { outcome: 'failed', why };
  }
  await conclude({ outcome: 'done', reason: begun.reason });
  return { outcome: 'done' };
}
