import { createPublishLeftEvents } from '../../../lambdas/operations/publish-left-events';
import { createPublishWrittenEvents } from '../../../lambdas/operations/publish-written-events';
import type { AslDefinition } from '../../support/asl/definition';
import type { Wiring } from '../engine/simulate';
import { deployedWiring } from './deployed-wiring';
import type { StepOver } from './steps';
import type { Ports } from './world';

/** Long after everything, so that the sweeper leaves nothing to anybody. */
const clock = { now: () => new Date(0) };
const nobodyCounts = { signals: { count: () => {} }, gauges: { set: () => {} } };

/** As `runtime/then-publish.ts` but for its bound, which is real time: here a publication that hangs is a fault. */
const thenPublish =
  (step: StepOver): StepOver =>
  (ports) => {
    const { bus, outbox } = ports;
    return async (saga) => {
      const publish = createPublishWrittenEvents({ written: ports.noteWritten(), bus, outbox, clock });
      try {
        return await step(ports)(saga);
      } finally {
        await publish().catch(() => undefined);
      }
    };
  };

const sweep = ({ outbox, bus }: Ports): Promise<unknown> =>
  createPublishLeftEvents({ outbox, bus, clock, delayScale: 0, ...nobodyCounts })();

/**
 * The deployment, its steps publishing what they have committed before they end, and the sweeper after them.
 *
 * @param openBooks as `deployedWiring` takes it
 */
export function publishingWiring(
  definition: AslDefinition,
  {
    openBooks,
    publishes = thenPublish,
    sweeps = sweep,
  }: {
    readonly openBooks?: Parameters<typeof deployedWiring>[1];
    readonly publishes?: typeof thenPublish;
    readonly sweeps?: typeof sweep;
  } = {},
): Wiring {
  const wiring = deployedWiring(definition, openBooks);
  const steps = Object.entries(wiring.steps).map(([state, step]) => [state, publishes(step)] as const);
  return { ...wiring, steps: Object.fromEntries(steps), sweep: sweeps };
}
