import { DependencyUnavailableError } from '../domain/failures';
import type { Carrier } from '../ports/carrier';
import type { PaymentProvider } from '../ports/payment-provider';
import type { PaymentRefunds } from '../ports/payment-refunds';
import { type CircuitBreaker, CircuitOpenError } from '../resilience/circuit-breaker';

/** Every call goes through the circuit, those of undos too: a refund waits for the provider like a charge. */
export const paymentProviderWithCircuit = (provider: PaymentProvider, circuit: CircuitBreaker): PaymentProvider => ({
  createIntent: (request) => through(circuit, () => provider.createIntent(request)),
  retrieveIntent: (intentId) => through(circuit, () => provider.retrieveIntent(intentId)),
  confirmIntent: (intentId) => through(circuit, () => provider.confirmIntent(intentId)),
  cancelIntent: (intentId) => through(circuit, () => provider.cancelIntent(intentId)),
  refundIntent: (request) => through(circuit, () => provider.refundIntent(request)),
});

export const refundsWithCircuit = (refunds: PaymentRefunds, circuit: CircuitBreaker): PaymentRefunds => ({
  refundsOf: (intentId) => through(circuit, () => refunds.refundsOf(intentId)),
});

export const carrierWithCircuit = (carrier: Carrier, circuit: CircuitBreaker): Carrier => ({
  book: (request) => through(circuit, () => carrier.book(request)),
  cancel: (orderId) => through(circuit, () => carrier.cancel(orderId)),
});

/**
 * A call that failed while its circuit is open, as every failed probe does, counts as waiting and not as a failed
 * attempt: otherwise the orders that probe would use up their attempts and be undone for an outage. What it may have
 * done is found out by the next attempt, as after any call without an answer.
 */
async function through<Result>(circuit: CircuitBreaker, call: () => Promise<Result>): Promise<Result> {
  try {
    return await circuit.run(call);
  } catch (error) {
    if (error instanceof CircuitOpenError) {
      throw new DependencyUnavailableError(error.dependency, { cause: error.cause ?? error, circuitIsOpen: true });
    }
    throw error;
  }
}
