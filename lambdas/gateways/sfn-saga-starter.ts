import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SagaState } from '../contracts/saga-state';
import type { SagaStarter } from '../ports/saga-starter';
import { whenAvailable } from '../runtime/aws-availability';

/** Pattern and length that `StartExecution` takes; a header that it refuses must not hold up an order. */
const TRACE_HEADER = /^[\x21-\x7e ]{1,256}$/;

/** Under which name an execution of that order is refused: AWS's, and how emulators spell it. */
const ALREADY_EXISTS = /ExecutionAlreadyExists/;

/**
 * Starts sagas in Step Functions. The order id is the execution's name, so an order has one execution for
 * the 90 days in which a name is remembered. A running one with the same input is answered as if started anew.
 */
export const createSfnSagaStarter = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): SagaStarter => ({
  async start(message, traceHeader) {
    const trace = traceHeader !== undefined && TRACE_HEADER.test(traceHeader) ? { traceHeader } : {};
    const input: SagaState = { ...message, ...trace };
    try {
      await whenAvailable('Step Functions', () =>
        client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name: message.orderId,
            input: JSON.stringify(input),
            ...trace,
          }),
        ),
      );
      return 'started';
    } catch (error) {
      if (error instanceof Error && ALREADY_EXISTS.test(error.name)) {
        return 'already-started';
      }
      throw error;
    }
  },
});
