import type { OrderMessage } from '../contracts/order-message';

/** The queue in which accepted orders wait for their saga. */
export interface OrderQueue {
  send(message: OrderMessage, traceHeader?: string): Promise<void>;
}
