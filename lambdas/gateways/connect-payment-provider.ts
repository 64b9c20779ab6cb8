import type { PaymentProvider } from '../ports/payment-provider';
import type { PaymentRefunds } from '../ports/payment-refunds';
import { observedBy } from '../resilience/circuit-observer';
import { circuitSignals } from '../runtime/circuit-signals';
import { systemClock } from '../runtime/clock';
import type { Environment } from '../runtime/environment';
import { tracedPort } from '../runtime/tracing/traced-port';
import { createApiKey } from './api-key';
import type { AwsJsonApi, AwsJsonWrites } from './aws-json-api';
import { circuitSettings } from './circuit-settings';
import { createEventBridgeCircuitObserver } from './event-bridge-circuit-observer';
import { createSharedCircuit } from './shared-circuit';
import { createStripePaymentProvider } from './stripe-payment-provider';
import { paymentProviderWithCircuit, refundsWithCircuit } from './with-circuit';

/** What a function that calls the payment provider must find in its environment. */
export const paymentVariables = [
  'PAYMENT_API_URL',
  'PAYMENT_API_KEY',
  'PAYMENT_SECRET_ARN',
  'CIRCUIT_TABLE',
  'PAYMENT_CIRCUIT',
  'DELAY_SCALE',
  'EVENT_BUS_NAME',
] as const;

/** The payment provider of one execution environment, behind the circuit that all of them share. */
export function connectPaymentProvider(
  environment: Environment<(typeof paymentVariables)[number]>,
  aws: AwsJsonApi & AwsJsonWrites,
): PaymentProvider & PaymentRefunds {
  const source = { key: environment.PAYMENT_API_KEY, secretArn: environment.PAYMENT_SECRET_ARN };
  const apiKey = createApiKey(source, { aws, clock: systemClock });
  const circuit = createSharedCircuit('payment-provider', {
    aws,
    table: environment.CIRCUIT_TABLE,
    settings: circuitSettings('payment-provider', environment.DELAY_SCALE, environment.PAYMENT_CIRCUIT),
    clock: systemClock,
    observer: observedBy(
      circuitSignals,
      createEventBridgeCircuitObserver({ aws, busName: environment.EVENT_BUS_NAME }),
    ),
  });
  const provider = createStripePaymentProvider({ url: environment.PAYMENT_API_URL, apiKey });
  const stripe = tracedPort('payment-provider', provider);
  return { ...paymentProviderWithCircuit(stripe, circuit), ...refundsWithCircuit(stripe, circuit) };
}
