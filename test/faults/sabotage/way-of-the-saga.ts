import { FailureName } from '../../../lambdas/domain/failures';
import { RejectionName } from '../../../lambdas/domain/rejections';
import type { AslState, Catcher } from '../../support/asl/definition';
import type { Sabotage } from './sabotage';

const ALL = 'States.ALL';
const COMPENSATIONS = ['CancelShipment', 'RefundPayment', 'ReleaseInventory'];

const catching = (state: AslState, change: (catcher: Catcher, all: readonly Catcher[]) => Catcher): AslState =>
  state.Catch === undefined ? state : { ...state, Catch: state.Catch.map((catcher, _, all) => change(catcher, all)) };

/** What breaks goes where a refusal goes: a time-out that hid a success is not undone. */
export const ownCompensationFirst: Sabotage = {
  state: (_, state) =>
    catching(state, (catcher, [refused]) =>
      catcher.ErrorEquals.includes(ALL) && catcher.ResultPath === '$.failure' && refused !== undefined
        ? { ...catcher, Next: refused.Next }
        : catcher,
    ),
};

/** Who finds that somebody else began the undo leaves it to them, as if there were nothing to undo. */
export const calledOffIsUndone: Sabotage = {
  state: (_, state) =>
    catching(state, (catcher) =>
      catcher.ErrorEquals.includes(ALL) || catcher.ErrorEquals.includes(RejectionName.OrderUndone)
        ? catcher
        : { ...catcher, ErrorEquals: [...catcher.ErrorEquals, RejectionName.OrderUndone] },
    ),
};

export const rejectionsAreNeverRetried: Sabotage = {
  state: (_, state) => ({
    ...state,
    Retry: (state.Retry ?? []).filter(({ ErrorEquals }) => !ErrorEquals.includes(RejectionName.OutOfStock)),
  }),
};

/** A failed compensation goes on as if it had worked. */
export const failedCompensationsAreRecorded: Sabotage = {
  state: (name, state) =>
    COMPENSATIONS.includes(name) ? catching(state, (catcher) => ({ ...catcher, ResultPath: '$.overlooked' })) : state,
};

export const waitingIsNotFailing: Sabotage = {
  state: (_, state) => ({
    ...state,
    Retry: (state.Retry ?? []).filter(({ ErrorEquals }) => !ErrorEquals.includes(FailureName.DependencyUnavailable)),
  }),
};

export const failuresAreRetried: Sabotage = {
  state: (_, state) => ({
    ...state,
    Retry: (state.Retry ?? []).filter(({ ErrorEquals }) => !ErrorEquals.includes(ALL)),
  }),
};

/** A confirmation whose outcome nobody knows is undone. */
export const pivotIsNeverUndone: Sabotage = {
  state: (name, state) =>
    name === 'ConfirmOrder'
      ? catching(state, (catcher) =>
          catcher.ErrorEquals.includes(ALL) ? { ...catcher, Next: 'CancelShipment', ResultPath: '$.failure' } : catcher,
        )
      : state,
};
