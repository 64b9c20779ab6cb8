import { Errors } from 'aws-cdk-lib/aws-stepfunctions';
import type { SagaStep, SagaTask } from './step';

/** A state of the machine: what it calls and where each outcome leads. */
export interface SagaState {
  readonly task: SagaTask;
  /** Undefined for the last state of a way: its result is the execution's output. */
  readonly next: string | undefined;
  /** Asked in this order. Empty for the close: what it throws ends the execution as failed. */
  readonly catches: readonly SagaCatch[];
}

export interface SagaCatch {
  readonly errors: readonly string[];
  /** Where the error is recorded in the saga's state. */
  readonly resultPath: string;
  readonly next: string;
}

interface SagaList {
  readonly steps: readonly SagaStep[];
  readonly close: SagaTask;
  readonly rejections: readonly string[];
}

/** Why the saga turned back. */
const FAILURE_PATH = '$.failure';

/** What an operator must finish, by name of the task that could not. */
const repairPath = ({ name }: SagaTask): string => `$.repair.${name}`;

/**
 * Lays out the ways through a sound list: forward through the actions, back through the compensations in reverse
 * order to the close.
 */
export function routeSaga({ steps, close, rejections }: SagaList): readonly SagaState[] {
  /** The first state of the way back that undoes the step at this index and all before it. */
  const undoFrom = (index: number): string => steps[index]?.compensation?.name ?? close.name;

  const forward = steps.map(
    (step, index): SagaState => ({
      task: step,
      next: steps[index + 1]?.name,
      catches: catchesOf(step, { previousUndo: undoFrom(index - 1), ownUndo: undoFrom(index) }),
    }),
  );

  // A compensation that fails for good is recorded, and the remaining ones run all the same.
  const back = steps.flatMap(({ compensation }, index): SagaState[] => {
    const next = undoFrom(index - 1);
    return compensation === undefined
      ? []
      : [{ task: compensation, next, catches: [{ errors: [Errors.ALL], resultPath: repairPath(compensation), next }] }];
  });

  return [...forward, ...back, { task: close, next: undefined, catches: [] }];

  function catchesOf(step: SagaStep, ways: { readonly previousUndo: string; readonly ownUndo: string }): SagaCatch[] {
    // A rejection is thrown only after the step has established that nothing of its own took effect.
    const refusals = rejections.filter((error) => step.kind !== 'compensable' || !step.calledOff?.includes(error));
    const refused = refusals.length === 0 ? [] : [turnBack(refusals, ways.previousUndo)];
    const parked = { errors: [Errors.ALL], resultPath: repairPath(step), next: close.name };

    switch (step.kind) {
      case 'compensable':
        // A time-out may hide a success, and the undo that somebody else began may have stopped half-way: whatever does
        // not say that nothing is there is undone by the step's own compensation.
        return [...refused, turnBack([Errors.ALL], ways.ownUndo)];
      case 'pivot':
        // Nobody knows whether the pivot took effect, so undoing could break an order that is final.
        return [...refused, parked];
      case 'retriable':
        // There is no way back, and no way on either: a later step may build on this one, and an execution that
        // went on to its normal end would succeed with its repair unseen. All later steps are left to the operator.
        return [parked];
    }
  }
}

const turnBack = (errors: readonly string[], next: string): SagaCatch => ({ errors, resultPath: FAILURE_PATH, next });
