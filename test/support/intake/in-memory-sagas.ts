import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import type { SagaStarter } from '../../../lambdas/ports/saga-starter';

/** Twin of Step Functions' start: one execution for each name. */
export class InMemorySagas implements SagaStarter {
  readonly executions = new Map<string, { readonly message: OrderMessage; readonly traceHeader: string | undefined }>();

  async start(message: OrderMessage, traceHeader?: string): Promise<'started' | 'already-started'> {
    if (this.executions.has(message.orderId)) {
      return 'already-started';
    }
    this.executions.set(message.orderId, { message, traceHeader });
    return 'started';
  }
}
