import { randomUUID } from 'node:crypto';
import { OutcomeUnknownError } from '../domain/failures';
import type { Clock } from '../ports/clock';
import {
  type CircuitBreaker,
  type CircuitBreakerSettings,
  createCircuitBreaker,
  type Verdict,
} from '../resilience/circuit-breaker';
import type { CircuitObserver } from '../resilience/circuit-observer';
import type { AwsJsonApi, AwsJsonWrites } from './aws-json-api';
import type { GuardedService } from './circuit-settings';
import { createDynamoDbCircuitStore } from './dynamodb-circuit-store';

export interface SharedCircuitDependencies {
  readonly aws: AwsJsonApi & AwsJsonWrites;
  /** Name of the table of circuits. */
  readonly table: string;
  readonly settings: CircuitBreakerSettings;
  readonly clock: Clock;
  readonly observer: CircuitObserver;
}

/** The circuit of an outside service, as one execution environment sees it; its state is shared by all of them. */
export const createSharedCircuit = (
  service: GuardedService,
  { aws, table, settings, clock, observer }: SharedCircuitDependencies,
): CircuitBreaker =>
  createCircuitBreaker({
    dependency: service,
    settings,
    store: createDynamoDbCircuitStore({ aws, table }),
    observer,
    clock,
    newLeaseId: randomUUID,
    judge: judgeCall,
  });

/**
 * What an error says about the service. No usable answer in time, 5xx and 429 are signs of an outage. An answer about
 * one request (409 while in progress, a stored one) shows that the service works. Anything else, such as a key that
 * could not be read or a request that we made wrongly, shows nothing. A decline is no error at all.
 */
export const judgeCall = (error: unknown): Verdict =>
  error instanceof OutcomeUnknownError ? (error.answered ? 'succeeded' : 'failed') : 'learned-nothing';
