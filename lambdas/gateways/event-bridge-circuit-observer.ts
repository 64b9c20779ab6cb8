import { randomUUID } from 'node:crypto';
import type { CircuitEvent } from '../contracts/circuit-event';
import { CIRCUIT_EVENT_SOURCE } from '../domain/events';
import type { CircuitObserver } from '../resilience/circuit-observer';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

/**
 * Changes of circuits, on the bus that events of orders are on. Told once and not again: what gets lost here is still
 * in the metric and in the log.
 */
export const createEventBridgeCircuitObserver = ({
  aws,
  busName,
  timeoutMs = CALL_TIMEOUT_MS.announceCircuit,
}: {
  readonly aws: Pick<AwsJsonWrites, 'write'>;
  readonly busName: string;
  readonly timeoutMs?: number;
}): CircuitObserver => ({
  async changed({ dependency, from, to, epoch, at }) {
    const event: CircuitEvent = {
      version: 1,
      eventId: randomUUID(),
      type: 'CircuitChanged',
      occurredAt: at.toISOString(),
      ...{ dependency, from, to, epoch },
    };
    const answer = await aws.write({
      service: 'events',
      target: 'AWSEvents.PutEvents',
      jsonVersion: '1.1',
      input: {
        Entries: [
          {
            EventBusName: busName,
            Source: CIRCUIT_EVENT_SOURCE,
            DetailType: event.type,
            Detail: JSON.stringify(event),
          },
        ],
      },
      timeoutMs,
    });
    if ((answer as { readonly FailedEntryCount?: number }).FailedEntryCount !== 0) {
      throw new Error('the bus did not take the event of a circuit');
    }
  },
  /** No change of a circuit: the metric and the log line of `runtime/circuit-signals.ts` tell of it. */
  storeAway() {},
});
