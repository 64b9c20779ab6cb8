import type { OrderMessage } from '../contracts/order-message';

/** Starts the order's saga under its order id. Starting again is a success, running or ended. */
export interface SagaStarter {
  start(message: OrderMessage, traceHeader?: string): Promise<'started' | 'already-started'>;
}
