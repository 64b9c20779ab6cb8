import type { Carrier } from '../ports/carrier';
import { observedBy } from '../resilience/circuit-observer';
import { circuitSignals } from '../runtime/circuit-signals';
import { systemClock } from '../runtime/clock';
import type { Environment } from '../runtime/environment';
import { tracedPort } from '../runtime/tracing/traced-port';
import { createApiKey } from './api-key';
import type { AwsJsonApi, AwsJsonWrites } from './aws-json-api';
import { circuitSettings } from './circuit-settings';
import { createEventBridgeCircuitObserver } from './event-bridge-circuit-observer';
import { createHttpCarrier } from './http-carrier';
import { createSharedCircuit } from './shared-circuit';
import { carrierWithCircuit } from './with-circuit';

/** What a function that calls the carrier must find in its environment. */
export const carrierVariables = [
  'CARRIER_API_URL',
  'CARRIER_API_KEY',
  'CARRIER_SECRET_ARN',
  'CIRCUIT_TABLE',
  'CARRIER_CIRCUIT',
  'DELAY_SCALE',
  'EVENT_BUS_NAME',
] as const;

/** The carrier of one execution environment, behind the circuit that all of them share. */
export function connectCarrier(
  environment: Environment<(typeof carrierVariables)[number]>,
  aws: AwsJsonApi & AwsJsonWrites,
): Carrier {
  const source = { key: environment.CARRIER_API_KEY, secretArn: environment.CARRIER_SECRET_ARN };
  const apiKey = createApiKey(source, { aws, clock: systemClock });
  const circuit = createSharedCircuit('carrier', {
    aws,
    table: environment.CIRCUIT_TABLE,
    settings: circuitSettings('carrier', environment.DELAY_SCALE, environment.CARRIER_CIRCUIT),
    clock: systemClock,
    observer: observedBy(
      circuitSignals,
      createEventBridgeCircuitObserver({ aws, busName: environment.EVENT_BUS_NAME }),
    ),
  });
  const carrier = tracedPort('carrier', createHttpCarrier({ url: environment.CARRIER_API_URL, apiKey }));
  return carrierWithCircuit(carrier, circuit);
}
