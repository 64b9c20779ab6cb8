import { Gauge, type Registry } from 'prom-client';
import type { OverviewFigures } from './figures';

/**
 * The state of the business as of the last look. A figure that is not known has no series, which is another thing than
 * none: an alarm can tell the two apart.
 */
export function addBusinessGauges(registry: Registry, current: () => OverviewFigures | undefined): void {
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    fill: (gauge: Gauge<Label>, figures: OverviewFigures) => void,
  ): void => {
    new Gauge<Label>({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset();
        if (labelNames.length === 0) {
          this.remove(); // one without labels would be 0, and so say that there are none
        }
        const figures = current();
        if (figures !== undefined) {
          fill(this, figures);
        }
      },
    });
  };

  gauge('orders_open', 'Orders that are not final, by status.', ['status'], (own, { open }) => {
    for (const [status, count] of Object.entries(open.known ? open.value : {})) {
      own.set({ status }, count);
    }
  });
  gauge(
    'orders_last_minute',
    'Orders accepted in the last whole minute, by outcome so far.',
    ['outcome'],
    (own, { minutes }) => {
      const last = minutes.known ? minutes.value.at(-2) : undefined;
      for (const outcome of ['confirmed', 'rejected', 'cancelled', 'needsRepair', 'open'] as const) {
        if (last !== undefined) {
          own.set({ outcome }, last[outcome]);
        }
      }
    },
  );
  gauge('order_queue_messages', 'Messages by queue and state.', ['queue', 'state'], (own, { queues }) => {
    for (const { name, waiting, inFlight, deadLetters } of queues.known ? queues.value : []) {
      own.set({ queue: name, state: 'waiting' }, waiting);
      own.set({ queue: name, state: 'in_flight' }, inFlight);
      own.set({ queue: name, state: 'dead' }, deadLetters);
    }
  });
  gauge(
    'order_queue_oldest_seconds',
    'How long the oldest message has been in the queue.',
    ['queue'],
    (own, { queues }) => {
      for (const { name, oldestSeconds } of queues.known ? queues.value : []) {
        if (oldestSeconds !== undefined) {
          own.set({ queue: name }, oldestSeconds);
        }
      }
    },
  );
  gauge(
    'circuit_open',
    '1 while the circuit of an outside service lets nothing through.',
    ['service'],
    (own, { circuits }) => {
      for (const { service, state } of circuits.known ? circuits.value : []) {
        own.set({ service }, state === 'open' ? 1 : 0);
      }
    },
  );
  gauge('alarms_ringing', 'Alarms that ring.', [], (own, { alarms }) => {
    if (alarms.known) {
      own.set(alarms.value.ringing.length);
    }
  });
  gauge('books_drift', 'Places at which the books do not agree, of what was looked at.', [], (own, { drift }) => {
    if (drift.known) {
      own.set(drift.value.findings.length);
    }
  });
  gauge('overview_age_seconds', 'How old these figures are.', [], (own, { at }) => {
    own.set((Date.now() - Date.parse(at)) / 1_000);
  });
}
