import { MESSAGES } from '../contracts/messages';
import type { Clock } from '../ports/clock';
import type { IntakeStore } from '../ports/intake-store';
import type { SagaStarter } from '../ports/saga-starter';
import { parseVersioned } from '../runtime/poison-message';
import type { HandleMessage } from '../runtime/sqs-batch';

/**
 * Starts the saga of an accepted order. A second message, at once or after a redrive, finds the saga
 * started under the order's id and changes nothing.
 */
export const createStartSaga =
  ({
    sagas,
    intake,
    clock,
  }: {
    readonly sagas: SagaStarter;
    readonly intake: Pick<IntakeStore, 'markStarted'>;
    readonly clock: Clock;
  }): HandleMessage =>
  async ({ body, traceHeader }) => {
    const message = parseVersioned(MESSAGES.order, body);
    await sagas.start(message, traceHeader);
    await intake.markStarted(message.orderId, clock.now());
    return 'done';
  };
