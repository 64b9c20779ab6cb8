import { randomUUID } from 'node:crypto';
import type { CircuitEvent } from '../contracts/circuit-event';
import { CIRCUIT_EVENT_SOURCE } from '../domain/events';
import type { CircuitObserver } from '../resilience/circuit-observer';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';
import { putEvent } from './put-event';

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
    await putEvent(aws, { busName, source: CIRCUIT_EVENT_SOURCE, event, of: 'a circuit', timeoutMs });
  },
  /** No change of a circuit: the metric and the log line of `runtime/circuit-signals.ts` tell of it. */
  storeAway() {},
});
