import type { MetricName } from '../../../lambdas/contracts/metrics';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { createPublishLeftEvents } from '../../../lambdas/operations/publish-left-events';
import { createPublishWrittenEvents } from '../../../lambdas/operations/publish-written-events';
import { createThenPublish } from '../../../lambdas/runtime/then-publish';
import type { Stores } from '../../support/contracts/store-world';
import type { CrashPoint } from '../../support/crash-point';
import { InMemoryEventBus } from '../../support/events/in-memory-event-bus';
import { createInMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { createInMemoryInventoryStore } from '../../support/in-memory/in-memory-inventory-store';
import { createInMemoryOutbox, noteInMemoryEvents } from '../../support/in-memory/in-memory-outbox';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { ManualClock } from '../../support/intake/manual-clock';
import { CATALOGUE } from '../../support/mothers/catalogue-mother';

/** An outbox, a bus, and both that publish from one to the other. */
export function outboxBench() {
  const clock = new ManualClock();
  const database = createInMemoryDatabase({ catalogue: CATALOGUE.map((entry) => ({ ...entry, stock: 1e9 })), clock });
  const outbox = createInMemoryOutbox({ database });
  const inventory: Stores['inventory'] = createInMemoryInventoryStore({ database });
  const bus = new InMemoryEventBus();
  const signals = new InMemorySignals();
  const levels = new Map<MetricName, number>();

  /** A function in an execution environment of its own, which may die at any call of the bus or of the outbox. */
  const environment = (crash?: CrashPoint) => {
    const publish = createPublishWrittenEvents({
      written: noteInMemoryEvents(database),
      bus: crash?.around(bus) ?? bus,
      outbox: crash?.around(outbox) ?? outbox,
      clock,
    });
    return { publish, thenPublish: createThenPublish({ publish, signals, withinMs: 50 }) };
  };

  return {
    clock,
    database,
    outbox,
    inventory,
    bus,
    signals,
    levels,
    environment,
    sweep: (crash?: CrashPoint) =>
      createPublishLeftEvents({
        outbox: crash?.around(outbox) ?? outbox,
        bus: crash?.around(bus) ?? bus,
        clock,
        signals,
        gauges: { set: (name, value) => levels.set(name, value) },
        delayScale: 1,
      })(),
    written: (): readonly string[] => database.events.map(({ eventId }) => eventId).sort(),
  };
}

export const idsOf = (events: Iterable<OrderEvent>): readonly string[] =>
  [...events].map(({ eventId }) => eventId).sort();
