import { LIMITS } from '../domain/limits';
import type { PaymentEventQueue } from '../ports/payment-event-queue';
import type { SignedPaymentEvents } from '../ports/signed-payment-events';
import type { ApiAnswer } from '../runtime/api-handler';
import type { AnonymousRequest } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';

/**
 * Takes an event of the payment provider in, if it is genuine, and answers at once: the provider waits for few seconds
 * and sends again what was not acknowledged. Whoever takes it from the queue finds out what it means.
 */
export const createReceivePaymentEvent =
  ({ signedEvents, queue }: { readonly signedEvents: SignedPaymentEvents; readonly queue: PaymentEventQueue }) =>
  async (request: AnonymousRequest): Promise<ApiAnswer> => {
    const [signature, ...others] = request.headers('stripe-signature');
    const body = request.body(LIMITS.paymentEventBytes);
    if (signature === undefined || others.length > 0) {
      throw new ProblemError('invalid-signature', { detail: 'One Stripe-Signature header is required.' });
    }
    const received = await signedEvents.read(body, signature);
    switch (received.kind) {
      case 'not-genuine':
        throw new ProblemError('invalid-signature');
      case 'of-no-concern':
        return { status: 200, body: { received: true } };
      case 'event': {
        const { event } = received;
        await queue.send(event, request.traceHeader);
        return { status: 200, body: { received: true }, ...(event.orderId && { orderId: event.orderId }) };
      }
    }
  };
