import type { PaymentEvent } from '../contracts/payment-event';

/** The queue in which the payment provider's events wait to be looked into. */
export interface PaymentEventQueue {
  send(event: PaymentEvent, traceHeader?: string): Promise<void>;
}
