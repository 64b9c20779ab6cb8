import type { SagaState } from '../contracts/saga-state';
import type { UndoStep } from '../domain/undo-steps';

/** The functions of the way back, as an execution calls them. */
export interface DeployedSteps {
  /**
   * Waits for what the step answers.
   *
   * @throws what the step threw, under the name that it has there, or why it could not be called
   */
  call(step: UndoStep, saga: SagaState): Promise<Readonly<Record<string, unknown>>>;
}
