import { checkUndos } from '../../../lambdas/domain/books/check-undos';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';
import { agreeing } from '../../support/mothers/books-mother';

const ACTIONS = ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder'];
const [cancel, refund, release, reject] = UNDO_STEPS;

const found = (status: string, visited?: readonly string[]) =>
  checkUndos({ ...agreeing(), executions: [{ orderId: 'an-order', status, ...(visited && { visited }) }] });

describe('Undos of an execution', () => {
  it.each([
    ['nobody has looked', 'SUCCEEDED', undefined],
    ['nothing was undone', 'SUCCEEDED', ACTIONS],
    ['all was undone', 'SUCCEEDED', [...ACTIONS, ...UNDO_STEPS]],
    ['nothing was there to undo', 'SUCCEEDED', ['ReserveInventory', reject]],
    ['what was done before a refusal was undone', 'SUCCEEDED', [...ACTIONS.slice(0, 3), refund, release, reject]],
    ['an operator was called at the end of the way back', 'FAILED', [...ACTIONS, ...UNDO_STEPS]],
    ['it was stopped before its way back', 'ABORTED', ACTIONS],
    ['it was stopped at its first undo', 'ABORTED', [...ACTIONS, cancel]],
    ['its time was over on the way back', 'TIMED_OUT', ['ReserveInventory', 'ChargePayment', refund, release]],
  ])('are right when %s', (_, status, visited) => {
    expect(found(status, visited)).toEqual([]);
  });

  it.each([
    ['came out of order', 'SUCCEEDED', [refund, cancel, release, reject]],
    ['came in the order of the actions', 'SUCCEEDED', UNDO_STEPS.toReversed()],
    ['left one out', 'SUCCEEDED', [cancel, release, reject]],
    ['did not come to their end', 'SUCCEEDED', [cancel, refund, release]],
    ['did not come to their end when the execution failed', 'FAILED', [cancel]],
    ['were made twice', 'FAILED', [...UNDO_STEPS, ...UNDO_STEPS]],
    ['left one out before they were stopped', 'ABORTED', [cancel, release]],
  ])('fail when they %s', (_, status, undos) => {
    expect(found(status, [...ACTIONS, ...undos])).toMatchObject([{ invariant: 'path', subject: 'an-order' }]);
  });
});
